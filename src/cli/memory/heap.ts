/**
 * The heap as a measuring instrument: how much is in use after everything that nobody needs was collected, and how much was
 * taken between two moments without a collection. Columns are typed arrays, which lie beside the heap and are counted too.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import process from 'node:process';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const collectNow = collector();

/** The engine's own full collection, whether or not it was started with the flag that offers it. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** Bytes in use now: objects on the heap, and typed arrays. */
export function inUse(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Bytes in use that are needed: collects first. Twice, because what a first pass ends only a second one takes away. */
export function needed(): number {
  collectNow();
  collectNow();
  return inUse();
}

/** Counts collections of any sort from its making on. */
export class Collections {
  #seen = 0;
  readonly #observer = new PerformanceObserver((list) => {
    this.#seen += list.getEntries().length;
  });

  constructor() {
    this.#observer.observe({ entryTypes: ['gc'] });
  }

  /** How many there were until now; they are told a turn late. */
  async count(): Promise<number> {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return this.#seen;
  }

  end(): void {
    this.#observer.disconnect();
  }
}
