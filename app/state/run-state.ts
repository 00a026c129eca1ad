/** The state of the run that people see, apart from numbers that change with each frame. Written by the driver only. */
import { createStore } from 'zustand/vanilla';
import type { Breakpoint } from '../../src/design/breakpoint-doc.ts';
import type { Problem } from '../../src/design/document.ts';
import type { RunState } from '../../src/run/frame.ts';
import type { RunShape } from '../../src/worker/protocol.ts';
import { NOTHING_PENDING, type Pending } from './in-force.ts';
import type { Replay } from './replay.ts';

export interface RunStoreState {
  readonly state: RunState;
  readonly shape: RunShape | undefined;
  readonly problems: readonly Problem[];
  /** Simulated seconds per real second that were asked for; Infinity for as fast as possible. */
  readonly speed: number;
  readonly replay: Replay | undefined;
  /** Digest of this scenario's finished run; undefined while none has finished since the last change. */
  readonly digest: string | undefined;
  /** Version of the engine that gave the digest. */
  readonly engine: string;
  /** The simulation broke: what is known about it, in words. */
  readonly failure: string | undefined;
  /** Live values on their way to the simulation. */
  readonly pending: Pending;
  /** How many changes of the timeline have taken effect so far. */
  readonly lapsed: number;
  /** Whether a past moment is looked at instead of the present; which one, only frames tell. */
  readonly looking: boolean;
  /** The stretch that is played again and again, ms. */
  readonly loop: Stretch | undefined;
  /** What the run pauses at. */
  readonly breakpoints: readonly Breakpoint[];
}

export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

export const runState = createStore<RunStoreState>(() => ({
  state: 'empty',
  shape: undefined,
  problems: [],
  speed: 1,
  replay: undefined,
  digest: undefined,
  engine: '',
  failure: undefined,
  pending: NOTHING_PENDING,
  lapsed: 0,
  looking: false,
  loop: undefined,
  breakpoints: [],
}));

/** Changes the state, and tells nobody when nothing changed. */
export function setRun(patch: Partial<RunStoreState>): void {
  const now = runState.getState();
  if (Object.entries(patch).some(([key, value]) => now[key as keyof RunStoreState] !== value)) runState.setState(patch);
}
