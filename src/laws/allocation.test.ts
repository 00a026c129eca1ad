/**
 * In steady state a run keeps nothing of the events it has done: what it holds is set by what is in flight, not by what has
 * passed. Measured in a process of its own, between the ends of two chart windows, so that only events count.
 */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';

interface Steady {
  readonly name: string;
  readonly events: number;
  readonly bytesPerMillion: number;
  readonly collections: number;
  readonly keptPerMillion: number;
  readonly bytesPerWindow: number;
}

interface Told {
  readonly steady: readonly Steady[];
  readonly spoilt: Steady;
  readonly held: { readonly inFlight: number; readonly pendingEvents: number; readonly bytesPerMillion: number };
}

/** Kept in all by some hundred thousand events that are done, bytes, at most: the measurement's own noise. */
const MOST_KEPT = 100_000;
/**
 * Taken by an event and at once free again, bytes, at most. Moments, delays and plain draws pass in registers; what is left is
 * the odd number that V8 boxes, and in the shop the exp of its lognormal draws, in and out. An object of ours would come on
 * top; see the counter-example.
 */
const MOST_PASSING: Readonly<Record<string, number>> = { W1: 20, W2: 20, shop: 40 };
/** One chart window's end: closures and views, once in a hundred milliseconds at the soonest. */
const MOST_A_WINDOW = 1_000_000;
/** A request in flight: its row of some 150 bytes, and an event that is due. */
const MOST_A_REQUEST = 256;

const root = join(import.meta.dirname, '../..');
const words = ['--min-semi-space-size=256', '--max-semi-space-size=256', '.ci/bundled.mjs', 'allocation'];
let told: Told;

beforeAll(async () => {
  const { stdout } = await promisify(execFile)(process.execPath, words, { cwd: root });
  told = JSON.parse(stdout) as Told;
  const { steady, spoilt, held } = told;
  for (const one of [...steady, spoilt]) {
    console.log(
      `heap, ${one.name}: ${(one.bytesPerMillion / 1e6).toFixed(2)} bytes an event pass, ${one.keptPerMillion} a million are kept, ` +
        `${one.bytesPerWindow} at a window's end (${one.events} events)`,
    );
  }
  console.log(`heap, ${held.inFlight} requests in flight: ${(held.bytesPerMillion / 1e6).toFixed(0)} MB a million`);
}, 120_000);

describe('the heap in steady state', () => {
  it('is measured without a collection between the two looks', () => {
    expect([...told.steady, told.spoilt].map(({ collections }) => collections)).toEqual([0, 0, 0, 0]);
    for (const { events } of told.steady) expect(events).toBeGreaterThan(300_000);
  });

  it('keeps nothing of the events that are done', () => {
    for (const { name, keptPerMillion, events } of told.steady) expect((keptPerMillion * events) / 1e6, name).toBeLessThan(MOST_KEPT);
  });

  it('takes for an event at most a few boxed numbers, and notices one object more', () => {
    for (const { name, bytesPerMillion } of told.steady) expect(bytesPerMillion, name).toBeLessThan((MOST_PASSING[name] ?? 0) * 1e6);
    const [plain] = told.steady;
    expect(told.spoilt.bytesPerMillion - (plain?.bytesPerMillion ?? 0)).toBeGreaterThan(10e6);
  });

  it('pays for the end of a chart window by the window, not by its events', () => {
    for (const { name, bytesPerWindow } of told.steady) expect(bytesPerWindow, name).toBeLessThan(MOST_A_WINDOW);
  });

  it('holds a request in flight in a row and an event, not in objects', () => {
    expect(told.held.inFlight).toBeGreaterThanOrEqual(999_000);
    expect(told.held.bytesPerMillion).toBeLessThan(MOST_A_REQUEST * 1e6);
  });
});
