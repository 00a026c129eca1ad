/** Made-up cases and a made-up pool, for specs: what a replication measures is a function of its seed. */
import { emptyDesign } from '../../src/design/fresh.ts';
import { type ProofCase, type Quantity, seedOf } from '../../src/proof/case.ts';
import type { Done, Job, RunPool } from '../../src/run/replications.ts';
import type { Report } from '../../src/run/report.ts';

/** A quantity that measures the made-up value of its run. */
export function madeUpQuantity(patch: Partial<Quantity> = {}): Quantity {
  return {
    name: 'mean wait',
    unit: 'ms',
    exact: 10,
    formula: '1/(μ−λ)',
    tolerance: 0.05,
    measure: (report) => (report as unknown as { readonly value: number }).value,
    ...patch,
  };
}

export function madeUpCase(id: string, patch: Partial<ProofCase> = {}): ProofCase {
  return {
    id,
    title: `Case ${id}`,
    system: 'Made up.',
    source: 'Nobody (2000), page 1',
    notModelled: 'Everything.',
    group: 'queues',
    replications: 20,
    design: emptyDesign,
    quantities: [madeUpQuantity()],
    ...patch,
  };
}

interface OpenJob {
  readonly job: Job;
  readonly answer: (value: number) => void;
  readonly refuse: (reason: string) => void;
  readonly fail: (message: string) => void;
}

/** A pool that answers when it is told to, in any order. */
export interface MadeUpPool extends RunPool {
  /** Jobs without an answer, in the order in which they came. */
  readonly open: OpenJob[];
  closed: boolean;
}

export function madeUpPool(size: number): MadeUpPool {
  const open: OpenJob[] = [];
  const done = (value: number): Done => ({ ok: true, report: { value } as unknown as Report });
  return {
    size,
    open,
    closed: false,
    run: (job) =>
      new Promise((resolve, reject) => {
        const entry: OpenJob = {
          job,
          answer: (value) => settle(() => resolve(done(value))),
          refuse: (message) => settle(() => resolve({ ok: false, problems: [{ code: 'made-up', message, severity: 'error' }] as never })),
          fail: (message) => settle(() => reject(new Error(message))),
        };
        const settle = (act: () => void): void => {
          open.splice(open.indexOf(entry), 1);
          act();
        };
        open.push(entry);
      }),
    close() {
      this.closed = true;
      for (const { fail } of [...open]) fail('closed');
    },
  };
}

/** Which replication of a case a job is, from 0. */
export function indexOf(proof: ProofCase, job: Job): number {
  return job.seed - seedOf(proof, 0);
}
