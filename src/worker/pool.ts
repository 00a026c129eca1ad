/**
 * The page's pool of runs: web workers that each run one design to its end at a time. They are other workers than the one
 * whose run is drawn, of the same file, so a replication never slows what is on the screen down more than the machine itself must.
 */
import { wrap } from 'comlink';
import { type Lane, poolOf } from '../run/lanes.ts';
import type { Done, RunPool } from '../run/replications.ts';
import type { BatchService } from './protocol.ts';

/** More workers cost memory and win little in a page (chosen). */
const MOST_WORKERS = 8;

/** How many workers suit this machine: one core stays for the page. */
function suitableSize(): number {
  return Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1));
}

/** Workers are started when there is work; `size` is whole, at least 1. */
export function createRunPool(size: number = suitableSize()): RunPool {
  return poolOf(size, startLane);
}

function startLane(): Lane {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'replications' });
  const service = wrap<BatchService>(worker);
  // Comlink hears of no worker that cannot be loaded or runs out of memory; without this its job would stay open for ever.
  const broken = new Promise<Done>((_, reject) => {
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message === '' ? 'The simulation could not be loaded.' : event.message));
    };
    worker.onmessageerror = () => reject(new Error('An answer of the simulation could not be read.'));
  });
  broken.catch(() => {});
  return {
    run: (job) => Promise.race([service.run(job), broken]),
    stop: () => worker.terminate(),
  };
}
