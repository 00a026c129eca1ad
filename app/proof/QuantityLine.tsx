/** One quantity: formula and exact value, mean and interval, the replications drawn, and the verdict in words. */
import { CircleAlert, CircleCheck, CircleDashed, CircleX, Hourglass, type LucideIcon } from 'lucide-react';
import type { Quantity } from '../../src/proof/case.ts';
import { Formula } from './Formula.tsx';
import { chanceWords, figuresOf } from './figures.ts';
import { IntervalPlot } from './IntervalPlot.tsx';
import styles from './QuantityLine.module.css';
import { type Judged, type Standing, standingWords } from './standing.ts';

const ICONS: Readonly<Record<Standing, LucideIcon>> = {
  'not-run': CircleDashed,
  measuring: Hourglass,
  holds: CircleCheck,
  fails: CircleX,
  imprecise: CircleAlert,
  nothing: CircleAlert,
};

export interface QuantityLineProps {
  readonly quantity: Quantity;
  readonly result: Judged;
  readonly samples: readonly number[];
  readonly limit: number;
}

export function QuantityLine({ quantity, result, samples, limit }: QuantityLineProps) {
  const { verdict, standing } = result;
  const { exact, mean, half } = figuresOf(quantity.exact, verdict.mean, verdict.half, quantity.unit);
  const Icon = ICONS[standing];
  const note = noteOf(quantity, result, limit);
  return (
    <li className={styles['line']} aria-label={quantity.name}>
      <div className={styles['name']}>
        {quantity.name}
        <Formula text={quantity.formula} />
      </div>
      <dl className={styles['figures']}>
        <div>
          <dt>{quantity.approximate === true ? 'theory' : 'exact'}</dt>
          <dd>{exact}</dd>
        </div>
        <div>
          <dt>measured</dt>
          <dd>
            {mean} {verdict.n > 1 && <span className={styles['half']}>± {half}</span>}
          </dd>
        </div>
        <div>
          <dt>n</dt>
          <dd>{verdict.n}</dd>
        </div>
      </dl>
      <IntervalPlot quantity={quantity} verdict={verdict} samples={samples} />
      <div className={styles['verdict']} data-standing={standing}>
        <Icon aria-hidden="true" className={styles['icon']} />
        <span>
          <span className={styles['word']}>{standingWords(standing)}</span>
          {note !== undefined && <span className={styles['note']}>{note}</span>}
        </span>
      </div>
    </li>
  );
}

/** What a verdict needs to be understood rightly; most need nothing. */
function noteOf({ approximate, exact }: Quantity, { standing, chance, verdict }: Judged, limit: number): string | undefined {
  if (standing === 'measuring') return `${verdict.n} of at most ${limit}`;
  if (standing === 'imprecise' && verdict.narrow) return 'too few to judge by';
  if (standing === 'imprecise' && verdict.n > 1) return `± ${figuresOf(exact, verdict.mean, verdict.bound, '').half} is asked for`;
  if (standing === 'holds' && approximate === true) return 'within the approximation’s own error';
  if (standing !== 'fails') return undefined;
  if (approximate === true) return 'farther off than the approximation’s own error';
  return Number.isNaN(chance) ? 'chance has no part in it' : `if true, so far out ${chanceWords(chance)} times by chance`;
}
