/** Runs a CAP comparison in workers of its own, which end with it; rows come in as they are done. */
import { type RefObject, useEffect, useRef, useState } from 'react';
import type { Design, NodeDoc } from '../../src/design/document.ts';
import { type CapRow, type CapVariant, type Cut, capRow, capVariants } from '../../src/run/cap.ts';
import type { RunPool } from '../../src/run/replications.ts';
import { createRunPool } from '../../src/worker/pool.ts';
import { announce } from '../ui/announce.ts';

export interface Comparison {
  readonly store: NodeDoc;
  readonly cut: Cut;
  readonly design: Design;
  /** In order; a row that has not come in yet is its variant alone. */
  readonly rows: readonly (CapRow | CapVariant)[];
  readonly problem: string | undefined;
  readonly running: boolean;
}

export function isDone(row: CapRow | CapVariant): row is CapRow {
  return 'models' in row;
}

function end(pool: RefObject<RunPool | undefined>): void {
  pool.current?.close();
  pool.current = undefined;
}

export function useCap(): {
  readonly comparison: Comparison | undefined;
  readonly compare: (design: Design, store: NodeDoc, cut: Cut) => void;
} {
  const [comparison, setComparison] = useState<Comparison>();
  const pool = useRef<RunPool>(undefined);
  useEffect(() => () => end(pool), []);
  const compare = (design: Design, store: NodeDoc, cut: Cut): void => {
    end(pool);
    const mine = createRunPool();
    pool.current = mine;
    const variants = capVariants(design, store, cut);
    setComparison({ design, store, cut, rows: variants, problem: undefined, running: true });
    const patch = (change: (now: Comparison) => Partial<Comparison>): void => {
      if (pool.current === mine) setComparison((now) => now && { ...now, ...change(now) });
    };
    const runs = variants.map(async (variant, i) => {
      const done = await mine.run(variant.job);
      const row = capRow(variant, done);
      if (row === undefined) throw new Error(done.ok ? 'It did not run.' : done.problems.map(({ message }) => message).join(' '));
      patch(({ rows }) => ({ rows: rows.map((old, at) => (at === i ? row : old)) }));
    });
    Promise.all(runs)
      .then(() => announce('The comparison is done.'))
      .catch((error: unknown) => patch(() => ({ problem: error instanceof Error ? error.message : String(error) })))
      .finally(() => {
        patch(() => ({ running: false }));
        if (pool.current === mine) end(pool);
      });
  };
  return { comparison, compare };
}
