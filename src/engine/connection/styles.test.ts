// Stories of what messages are made of and of the ways they take, on whole designs.
import { describe, expect, it } from 'vitest';
import { cls, constant, delayed, type StoryOptions, story } from '../../laws/story.ts';
import { link, node } from '../../proof/small-design.ts';
import type { ParamBag } from '../../std/parameter.ts';

const users = (more: ParamBag = {}) => node('users', 'client', { rate: 10, arrivals: 'even', keys: 1, sessions: 1, ...more });
const app = node('app', 'service', { instances: 1, workers: 1000, work: constant(0) });
const CLASSES = [cls('get', { bytesUp: 200, bytesDown: 10_000 })];

/** A request every 100 ms; what the last one took. */
function last(params: ParamBag, options: Partial<StoryOptions> = {}): number {
  const lines = story([users(), app], [link('users', 'app', params)], { ms: 990, classes: CLASSES, ...options }).log('users');
  return Number.parseFloat(lines.at(-1)!.split(' ')[3]!);
}

describe('what is spoken', () => {
  it('weighs on a narrow wire by its headers and its style', () => {
    // 1 MB/s is 1 µs a byte. HTTP/1.1: 500 + 200 bytes there and 300 + 10,000 back.
    const wire = { ...delayed(1), bandwidth: 1_000_000 };
    expect(last({ ...wire, protocol: 'http11' })).toBeCloseTo(2 + 0.7 + 10.3, 6);
    expect(last({ ...wire, protocol: 'http2' })).toBeCloseTo(2 + 0.12 + 0.2 + 0.093 + 10, 6);
    expect(last({ ...wire, protocol: 'websocket' })).toBeCloseTo(2 + 0.208 + 10.004, 6);
    expect(last({ ...wire, protocol: 'amqp' })).toBeCloseTo(2 + 0.26 + 10.021, 6);
    expect(last({ ...wire, protocol: 'grpc', api: 'protobuf' })).toBeCloseTo(2 + 0.12 + 0.132 + 0.093 + 6.6, 6);
    expect(last({ ...wire, protocol: 'http11', api: 'rest', overfetch: 2 })).toBeCloseTo(2 + 0.7 + 20.3, 6);
    expect(last({ ...wire, protocol: 'http11', api: 'graphql', parse: 0.5 })).toBeCloseTo(2 + 0.7 + 10.3 + 0.5, 6);
  });

  it('is compressed: worth it on a narrow wire, and a loss on a wide one', () => {
    const narrow = { ...delayed(1), bandwidth: 1_000_000, protocol: 'http11' };
    // 10,000 bytes are packed in 0.2 ms, 3,000 cross, 0.025 ms to unpack them.
    expect(last({ ...narrow, compression: 'gzip' })).toBeCloseTo(2 + 0.7 + 3.3 + 0.225, 6);
    const wide = { ...delayed(1), protocol: 'http11' };
    expect(last({ ...wide, compression: 'gzip' })).toBeGreaterThan(last(wide));
  });

  it('costs both ends its cipher by the byte, and the far end its key by the handshake', () => {
    const bytes = (200 + 10_000) * 2 * 0.3e-6;
    expect(last({ ...delayed(10), protocol: 'http11', tls: '1.3' }) - 20).toBeCloseTo(bytes, 5);
    // HTTP beside HTTPS, a new connection each: one round trip and the work of the key.
    const plain = last({ ...delayed(10), protocol: 'http10' });
    expect(plain).toBe(40);
    expect(last({ ...delayed(10), protocol: 'http10', tls: '1.3', key: 'rsa' })).toBeCloseTo(plain + 20 + 0.8 + bytes, 5);
    expect(last({ ...delayed(10), protocol: 'http10', tls: '1.3', key: 'ecdsa' })).toBeCloseTo(plain + 20 + 0.12 + bytes, 5);
  });
});

describe('the ways', () => {
  it('are those of the access of a client, of one host or of one rack', () => {
    expect(last({ delay: 'placement' })).toBeCloseTo(14.3, 6);
    expect(last({ delay: 'placement', access: 'geo' })).toBeCloseTo(680.3, 6);
    expect(last({ delay: 'placement', access: 'none' })).toBeCloseTo(0.3, 6);
    expect(last({ delay: 'rack' })).toBeCloseTo(0.1, 6);
    expect(last({ delay: 'host' })).toBeCloseTo(0.03, 6);
  });

  it('wander: an exponential delay on top of each message, from a stream of their own', () => {
    const told = story([users({ rate: 1000 }), app], [link('users', 'app', { ...delayed(1), wander: 5 })], { ms: 20_000 });
    expect(told.report.total.latencyMs.mean! - 2).toBeGreaterThan(9.5);
    expect(told.report.total.latencyMs.mean! - 2).toBeLessThan(10.5);
    // The share above its mean of one draw each way: (1 + 2) e^-2 of a sum of two.
    const above = told.log('users').filter((line) => Number.parseFloat(line.split(' ')[3]!) > 12).length / told.log('users').length;
    expect(above).toBeCloseTo(3 * Math.exp(-2), 1);
  });
});
