/**
 * A task: what one copy of a stream processor knows. Its windows; the calls whose events are in them and that are not acknowledged;
 * results that wait to be committed. A checkpoint takes all three at one moment and commits them together a while later; a crash goes
 * back to the last one.
 */
import { Windows } from './windows.ts';

/** A result: so many events of a key in a window. */
export interface Result {
  readonly key: number;
  readonly events: number;
  readonly hops: number;
}

/** A call whose event was taken in, with its generation. */
export interface Held {
  readonly row: number;
  readonly generation: number;
}

/** What a checkpoint holds while it is being written. */
interface Barrier {
  readonly windows: Windows;
  readonly held: readonly Held[];
  readonly results: readonly Result[];
}

export class Task {
  windows: Windows;
  held: Held[] = [];
  results: Result[] = [];
  #saved: Windows;
  #barrier: Barrier | undefined;

  constructor(windows: Windows) {
    this.windows = windows;
    this.#saved = windows.copy();
  }

  /** Whether there is anything that no checkpoint has. */
  get dirty(): boolean {
    return this.held.length > 0 || this.results.length > 0;
  }

  /** Takes everything as it is now. */
  begin(): void {
    this.#barrier = { windows: this.windows.copy(), held: this.held, results: this.results };
    this.held = [];
    this.results = [];
  }

  /** What was taken is safe: what may be acknowledged and sent on now. Undefined when a crash came before. */
  commit(): { readonly held: readonly Held[]; readonly results: readonly Result[] } | undefined {
    const barrier = this.#barrier;
    this.#barrier = undefined;
    if (barrier !== undefined) this.#saved = barrier.windows;
    return barrier;
  }

  /** Its memory is gone. Its windows go back to the last checkpoint, or they stand outside and stay, or they are gone too. */
  crash(windows: 'back' | 'stay' | 'gone'): void {
    this.held = [];
    this.results = [];
    this.#barrier = undefined;
    if (windows === 'back') this.windows = this.#saved.copy();
    else if (windows === 'gone') this.windows = new Windows(this.windows.size, this.windows.slide, this.windows.lateness);
  }
}
