import { describe, expect, it } from 'vitest';
import { Payload, type PayloadSettings } from './payload.ts';

const PLAIN: PayloadSettings = { api: 'plain', overfetch: 2, parse: 500_000, compression: 'none', encrypted: false };
/** A class with 400 bytes there and 10,000 back. */
const of = (more: Partial<PayloadSettings>) => new Payload({ ...PLAIN, ...more }, Float64Array.of(400), Float64Array.of(10_000));

describe('the bytes of a message', () => {
  it('are those of its class, and cost nothing', () => {
    const plain = of({});
    expect([...plain.bytes]).toEqual([400, 10_000]);
    expect(plain.costs).toBe(false);
  });

  it('are more in REST answers by what nobody asked for, and as asked for in GraphQL, which reads each query', () => {
    expect([...of({ api: 'rest', overfetch: 3 }).bytes]).toEqual([400, 30_000]);
    const graph = of({ api: 'graphql' });
    expect([...graph.bytes]).toEqual([400, 10_000]);
    expect([...graph.receiving]).toEqual([500_000, 0]);
  });

  it('are 34 % less as Protocol Buffers, in both directions', () => {
    expect([...of({ api: 'protobuf' }).bytes]).toEqual([264, 6600]);
  });

  it('are compressed from 1,000 bytes on, for work by the byte at both ends', () => {
    const packed = of({ compression: 'gzip' });
    expect([...packed.bytes]).toEqual([400, 3000]);
    expect([...packed.sending]).toEqual([0, 200_000]);
    expect([...packed.receiving]).toEqual([0, 25_000]);
    expect([...of({ compression: 'br' }).bytes]).toEqual([400, 2500]);
    expect(of({ compression: 'br' }).sending[1]).toBe(250_000);
  });

  it('are enciphered as they go on the wire: 0.3 ns a byte at each end', () => {
    const secret = of({ encrypted: true, compression: 'gzip' });
    expect(secret.sending[0]).toBeCloseTo(120, 9);
    expect(secret.sending[1]).toBeCloseTo(200_000 + 900, 9);
    expect(secret.receiving[1]).toBeCloseTo(25_000 + 900, 9);
  });
});
