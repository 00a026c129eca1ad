/**
 * A cause fixture: a small design with one known cause, and what must be said of it. The name of a fixture is for people; nothing under test
 * reads it, and rules read the timeline only after they have named the mechanism.
 */
import type { ClassDoc, Design, LinkDoc, NodeDoc, TimelineEntry } from '../../design/document.ts';
import { design } from '../../proof/small-design.ts';
import type { CauseId } from '../../run/why/cause.ts';
import type { Loop } from '../../run/why/loop.ts';
import type { State } from '../../run/why/why.ts';
import type { ParamBag } from '../../std/parameter.ts';

export interface CauseFixture {
  readonly name: string;
  readonly design: Design;
  readonly state: State;
  readonly cause: CauseId;
  /** The part that must be named. */
  readonly nodeId: string;
  /** What the title, the sentences and what turned the knob must say, numbers included. */
  readonly says: readonly RegExp[];
  /** What keeps it going though its trigger is over; absent: nothing does. */
  readonly loop?: Loop['sort'];
}

export interface Scenario {
  readonly seconds?: number;
  readonly warmup?: number;
  readonly timeline?: readonly TimelineEntry[];
  readonly classes?: readonly ClassDoc[];
}

export function drawn(
  nodes: readonly NodeDoc[],
  links: readonly LinkDoc[],
  { seconds = 30, warmup = 2, timeline = [], classes }: Scenario = {},
): Design {
  const plain = design(nodes, links, seconds, warmup);
  return { ...plain, ...(classes !== undefined && { classes }), scenario: { ...plain.scenario, timeline } };
}

/** A fault from a second on, for some seconds; 0 for one of a moment. */
export function fault(kind: string, target: string, from: number, seconds: number, params: ParamBag = {}): TimelineEntry {
  return {
    type: 'fault',
    id: `${kind}-${target.replace(/[^a-z0-9]/g, '-')}-${from}`,
    at: from * 1000,
    duration: seconds * 1000,
    fault: kind,
    target,
    params,
  };
}

export function change(target: string, param: string, value: number, from: number): TimelineEntry {
  return { type: 'change', id: `${target}-${param}-${from}`, at: from * 1000, target, param, value };
}

export const WRITES_TOO: readonly ClassDoc[] = [
  { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
  { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
];
