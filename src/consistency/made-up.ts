/** Histories for tests: written by hand in a short notation, played on a real register, and random ones of any sort. For tests only. */
import { NOBODY } from '../engine/recording.ts';
import type { Stream } from '../std/random.ts';
import { type Operation, type Operations, operationsOf } from './operations.ts';

/**
 * One operation each, `A w x1 0-10`: session, what it does, key and version, beginning and end. `?` for a session that nobody knows, and
 * for an end that nobody heard.
 */
export function history(...lines: readonly string[]): Operations {
  return operationsOf(lines.map(operation));
}

function operation(line: string): Operation {
  const [who = '', what = '', value = '', time = ''] = line.split(' ');
  const [began = '', ended = ''] = time.split('-');
  return {
    object: value.charCodeAt(0) - 'x'.charCodeAt(0),
    session: who === '?' ? NOBODY : who.charCodeAt(0) - 'A'.charCodeAt(0),
    write: what === 'w',
    version: Number(value.slice(1)),
    began: Number(began),
    ended: ended === '?' ? Number.POSITIVE_INFINITY : Number(ended),
  };
}

export interface Play {
  readonly sessions: number;
  readonly objects: number;
  readonly operations: number;
  /** Share of writes. */
  readonly writes: number;
  /** Sessions may have several operations under way at once. */
  readonly overlapping: boolean;
}

/**
 * A history of one register for each key that takes effect at a moment within each operation: linearizable by the way it is made. Versions
 * count in the order in which they took effect.
 */
export function played(luck: Stream, { sessions, objects, operations, writes, overlapping }: Play): Operation[] {
  const free = new Float64Array(sessions);
  const plans = Array.from({ length: operations }, () => {
    const session = luck.below(sessions);
    const began = (overlapping ? 0 : free[session]!) + 1 + luck.below(overlapping ? 40 : 12);
    const moment = began + luck.below(8);
    const ended = moment + 1 + luck.below(8);
    free[session] = ended;
    const unheard = luck.chance(0.06);
    return { session, began, moment, ended, unheard, object: luck.below(objects), write: luck.chance(writes) };
  }).sort((a, b) => a.moment - b.moment);
  const versions = new Int32Array(objects);
  return plans.map(({ session, began, ended, unheard, object, write }): Operation => {
    if (write) versions[object] = versions[object]! + 1;
    const lost = write && unheard;
    const version = versions[object]!;
    return { object, session: lost ? NOBODY : session, write, version, began, ended: lost ? Number.POSITIVE_INFINITY : ended };
  });
}

/** The same with some reads that return another version of their key. */
export function mutated(luck: Stream, list: readonly Operation[], times: number): Operation[] {
  const next = [...list];
  const versions = (object: number): number => list.filter((op) => op.write && op.object === object).length;
  for (let n = 0; n < times; n++) {
    const at = luck.below(next.length);
    const op = next[at];
    if (op === undefined || op.write) continue;
    next[at] = { ...op, version: luck.below(versions(op.object) + 1) };
  }
  return next;
}
