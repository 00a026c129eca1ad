// The link against workers that answer, fall silent, break, or never come up. Time is counted in beats.
import { beforeEach, describe, expect, it } from 'vitest';
import type { EngineClient, EngineListener } from '../../src/worker/client.ts';
import { EngineLink, PATIENCE_BEATS, STARTING_BEATS } from './engine-link.ts';

let beat: () => void;
let seen: boolean;
let lost: string[];
let workers: { listener: EngineListener; stopped: boolean }[];
let link: EngineLink;

beforeEach(() => {
  seen = true;
  lost = [];
  workers = [];
  beat = () => {};
  link = new EngineLink({
    start: (listener) => {
      const worker = { listener, stopped: false };
      workers.push(worker);
      return { service: {} as EngineClient['service'], pull: () => {}, stop: () => (worker.stopped = true) };
    },
    onFrame: () => {},
    onFailure: () => {},
    onLost: (reason) => lost.push(reason),
    every: (then) => {
      beat = then;
      return () => (beat = () => {});
    },
    seen: () => seen,
  });
  link.start();
});

const beats = (count: number): void => {
  for (let i = 0; i < count; i++) beat();
};
const never = (): Promise<never> => new Promise(() => {});
const now = async <T>(value: T): Promise<T> => value;

describe('the link to the worker', () => {
  it('gives a worker up that owes an answer for three seconds, and answers those who waited (F06)', async () => {
    await link.call(() => now(1));
    const answer = link.call(never);
    beats(PATIENCE_BEATS - 1);
    expect(lost).toEqual([]);
    beats(1);
    expect(lost).toEqual(['The simulation stopped answering.']);
    expect(workers[0]?.stopped).toBe(true);
    expect(await answer).toBeUndefined();
    expect(link.open).toBe(false);
  });

  it('counts a frame that does not come back as silence too', () => {
    workers[0]?.listener.onFrame(new ArrayBuffer(0));
    link.pull(new ArrayBuffer(0), 0);
    beats(PATIENCE_BEATS);
    expect(lost.length).toBe(1);
  });

  it('waits longer for the first answer: the browser may still be loading the worker', () => {
    void link.call(never);
    beats(STARTING_BEATS - 1);
    expect(lost).toEqual([]);
    beats(1);
    expect(lost).toEqual(['The simulation did not start.']);
  });

  it('holds silence against nobody who owes nothing, nor while the page is hidden', async () => {
    await link.call(() => now(1));
    beats(10 * PATIENCE_BEATS);
    void link.call(never);
    seen = false;
    beats(10 * PATIENCE_BEATS);
    expect(lost).toEqual([]);
  });

  it('takes any answer for a pulse', async () => {
    await link.call(() => now(1));
    void link.call(never);
    for (let i = 0; i < 5; i++) {
      beats(PATIENCE_BEATS - 1);
      await link.call(() => now(i));
    }
    expect(lost).toEqual([]);
  });

  it('treats a thrown error, a dead worker and an unreadable message alike (F07)', async () => {
    expect(await link.call(() => Promise.reject(new Error('out of memory')))).toBeUndefined();
    expect(lost).toEqual(['out of memory']);
    link.start();
    workers[1]?.listener.onBroken('An answer of the simulation could not be read.');
    expect(lost.length).toBe(2);
    expect(workers.map((worker) => worker.stopped)).toEqual([true, true]);
  });

  it('hears nothing more from a worker that was given up', () => {
    workers[0]?.listener.onBroken('gone');
    link.start();
    workers[0]?.listener.onBroken('again');
    expect(lost).toEqual(['gone']);
    expect(link.open).toBe(true);
  });
});
