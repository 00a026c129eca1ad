import { describe, expect, it } from 'vitest';
import { NOW, newClock } from './clock.ts';
import { Link } from './link.ts';
import { OK, TIMEOUT } from './outcome.ts';
import { LOST, MADE, NOBODY, READ, Recording, UNHEARD, WRITTEN } from './recording.ts';
import {
  DATASET,
  FLAGS,
  GENERATION,
  INSTANCE,
  KEY,
  MISS,
  ORIGIN,
  OUTCOME,
  PARENT,
  PARENT_GENERATION,
  Requests,
  SESSION,
  STARTED,
  VERSION,
  WRITE,
} from './requests.ts';
import { Tied } from './tied.ts';

const link = new Link({
  index: 0,
  from: 0,
  to: 1,
  latency: undefined,
  lastMile: 0,
  loss: 0,
  bandwidth: 0,
  timeout: 0,
  retry: undefined,
  breaker: undefined,
  pool: undefined,
  chooser: undefined,
  sole: -1,
  dataset: 0,
  seed: 1,
  name: 'link-0',
});

/** A desk with a recording that begins now, and a hand that ends calls. */
function desk(most = 64) {
  const requests = new Requests(100, 16);
  const clock = newClock();
  const recording = new Recording(requests, clock, most);
  recording.start();
  const call = (fields: Readonly<Record<number, number>>): number => {
    const row = requests.take();
    const usual = { [PARENT]: -1, [ORIGIN]: 4, [SESSION]: 9, [DATASET]: 0, [KEY]: 7, [INSTANCE]: 2, [FLAGS]: 0, [OUTCOME]: OK };
    for (const [field, value] of Object.entries({ ...usual, ...fields })) requests.ints[row + Number(field)] = value;
    requests.times[(row >> 1) + STARTED] = 100;
    return row;
  };
  const heard = (now: number, fields: Readonly<Record<number, number>>): void => {
    clock[NOW] = now;
    recording.heard(call(fields), link);
  };
  return { requests, clock, recording, call, heard };
}

describe('a recording', () => {
  it('holds who asked, what came back, from where, and when', () => {
    const { recording, heard } = desk();
    heard(130, { [VERSION]: 3 });
    heard(140, { [FLAGS]: WRITE, [VERSION]: 4 });
    heard(150, { [FLAGS]: WRITE, [OUTCOME]: TIMEOUT });
    const rows = [0, 1, 2].map((i) => [recording.what[i], recording.key[i], recording.version[i], recording.ended[i]]);
    expect(rows).toEqual([
      [READ, 7, 3, 130],
      [WRITTEN, 7, 4, 140],
      [UNHEARD, 7, 0, 150],
    ]);
    expect([recording.session[0], recording.source[0], recording.instance[0], recording.began[0]]).toEqual([9, 4, 2, 100]);
  });

  it('writes down a write of several keys as one of each, in the same time and session', () => {
    const { recording, heard } = desk();
    recording.tied = new Tied();
    recording.tied.tie(0, [
      { key: 7, version: 3 },
      { key: 8, version: 5 },
    ]);
    heard(200, { [FLAGS]: WRITE, [VERSION]: 3 });
    heard(300, { [FLAGS]: WRITE, [VERSION]: 4 });
    heard(400, { [VERSION]: 3 });
    const rows = Array.from({ length: recording.count }, (_, i) => [
      recording.what[i],
      recording.key[i],
      recording.version[i],
      recording.ended[i],
    ]);
    expect(rows).toEqual([
      [WRITTEN, 7, 3, 200],
      [WRITTEN, 8, 5, 200],
      [WRITTEN, 7, 4, 300],
      [READ, 7, 3, 400],
    ]);
    expect([recording.session[1], recording.source[1], recording.instance[1], recording.began[1]]).toEqual([9, 4, 2, 100]);
  });

  it('leaves out reads that failed and look-ups that found nothing', () => {
    const { recording, heard } = desk();
    heard(130, { [OUTCOME]: TIMEOUT });
    heard(130, { [FLAGS]: MISS });
    expect(recording.count).toBe(0);
  });

  it('knows the session by the source at the top of the calls, and nobody where that one is gone', () => {
    const { requests, recording, call, clock } = desk();
    clock[NOW] = 200;
    const top = call({ [ORIGIN]: 5 });
    const under = (parent: number) => ({ [PARENT]: parent, [PARENT_GENERATION]: requests.ints[parent + GENERATION]!, [ORIGIN]: 8 });
    const service = call(under(top));
    const operation = call(under(service));
    recording.heard(operation, link);
    requests.free(service);
    recording.heard(operation, link);
    expect([recording.source[0], recording.session[0]]).toEqual([5, 9]);
    expect([recording.source[1], recording.session[1]]).toEqual([NOBODY, NOBODY]);
  });

  it('notes versions made and versions given up', () => {
    const { recording, clock } = desk();
    clock[NOW] = 10;
    recording.made(0, 7, 1);
    recording.lost(0, 7, 1, 3);
    recording.lost(0, 7, 4, 3);
    expect([recording.count, recording.what[0], recording.what[1]]).toEqual([2, MADE, LOST]);
    expect([recording.version[1], recording.session[1], recording.ended[1]]).toEqual([1, 3, 10]);
  });

  it('lets go of whole keys when it is full, so that every key left is there from its first operation', () => {
    const { recording } = desk(64);
    for (let version = 1; version <= 10; version++) for (let key = 0; key < 40; key++) recording.made(0, key, version);
    expect(recording.count).toBeLessThanOrEqual(64);
    expect(recording.fullAt).toBe(Number.POSITIVE_INFINITY);
    const kept = new Set(recording.key.subarray(0, recording.count));
    expect(kept.size).toBeGreaterThan(0);
    for (const key of kept) {
      const versions = [...recording.key.keys()].filter((i) => i < recording.count && recording.key[i] === key);
      expect(versions.map((i) => recording.version[i])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it('stops, and says when, where one key has all the traffic', () => {
    const { recording, clock } = desk(64);
    for (let version = 1; version <= 100; version++) {
      clock[NOW] = version;
      recording.made(0, 7, version);
    }
    expect([recording.count, recording.fullAt, recording.on]).toEqual([64, 65, 0]);
  });
});
