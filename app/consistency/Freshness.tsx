/** How fresh a store's reads were: the chance of a stale read against the time since the last write (t-visibility), and versions behind. */
import { useId, useRef } from 'react';
import type { StoreReport, VisibilityPoint } from '../../src/run/consistency-report.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import { useWidth } from '../timeline/use-width.ts';
import styles from './Freshness.module.css';

/** Fewer reads than so many say little: their point is drawn hollow (chosen, as in the charts). */
const FEW = 20;
const HEIGHT = 116;
const BASE = 20;
const LEFT = 40;

export function Freshness({ store }: { readonly store: StoreReport }) {
  const title = useId();
  return (
    <section className={styles['freshness']} aria-labelledby={title}>
      <header>
        <h3 id={title}>Freshness of {store.name}</h3>
        <p>{findingOf(store)}</p>
      </header>
      <div className={styles['both']}>
        <Curve store={store} />
        <Behind store={store} />
      </div>
    </section>
  );
}

/** From how long after a write on no read was stale any more, in a sentence. */
function findingOf({ reads, stale, visibility }: StoreReport): string {
  if (reads === 0) return 'Nothing was read.';
  if (stale === 0) return 'Every read returned the newest acknowledged version.';
  const last = visibility.filter((point) => point.stale > 0).at(-1);
  const share = formatQuantity(stale / reads, 'ratio', 3);
  if (last?.toMs == null) return `Over the whole run ${share} of its reads were stale, some of them longer than 10 s after the write.`;
  return `Over the whole run ${share} of its reads were stale; none that began more than ${formatQuantity(last.toMs, 'ms', 3)} after the last write.`;
}

function Curve({ store }: { readonly store: StoreReport }) {
  const frame = useRef<HTMLElement>(null);
  const width = Math.max(240, useWidth(frame));
  const points = store.visibility.filter(({ reads }) => reads > 0);
  const most = Math.max(0.05, ...points.map(shareOf));
  const top = most > 0.5 ? 1 : Math.ceil(most * 20) / 20;
  const step = (width - LEFT - 12) / Math.max(1, store.visibility.length);
  const x = (point: VisibilityPoint): number => LEFT + (store.visibility.indexOf(point) + 0.5) * step;
  const y = (share: number): number => HEIGHT - BASE - (share / top) * (HEIGHT - BASE - 14);
  const path = points.map((point, i) => `${i === 0 ? 'M' : 'L'}${x(point)} ${y(shareOf(point))}`).join('');
  return (
    <figure ref={frame} className={styles['curve']}>
      <figcaption>Stale reads by time since the last write</figcaption>
      <svg width={width} height={HEIGHT} aria-hidden="true">
        {[0, top / 2, top].map((share) => (
          <g key={share}>
            <line className={styles['grid']} x1={LEFT} x2={width - 4} y1={y(share)} y2={y(share)} />
            <text x={LEFT - 6} y={y(share) + 4} textAnchor="end">
              {formatQuantity(share, 'ratio', 2)}
            </text>
          </g>
        ))}
        {store.visibility.map((point, i) =>
          i % Math.ceil(64 / step) === 0 && point.toMs !== null ? (
            <text key={point.fromMs} x={LEFT + (i + 1) * step} y={HEIGHT - 5} textAnchor="middle">
              {formatQuantity(point.toMs, 'ms', 2)}
            </text>
          ) : null,
        )}
        <path className={styles['line']} d={path} />
        {points.map((point) => (
          <circle
            key={point.fromMs}
            className={styles['point']}
            data-few={point.reads < FEW ? '' : undefined}
            cx={x(point)}
            cy={y(shareOf(point))}
            r={3}
          />
        ))}
      </svg>
      <div className={styles['spoken']}>
        <table>
          <caption>Stale reads by time since the last write</caption>
          <tbody>
            {points.map((point) => (
              <tr key={point.fromMs}>
                <th scope="row">{point.toMs === null ? 'longer' : `up to ${formatQuantity(point.toMs, 'ms', 2)}`}</th>
                <td>
                  {formatQuantity(shareOf(point), 'ratio', 3)} of {point.reads}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function shareOf({ reads, stale }: VisibilityPoint): number {
  return reads === 0 ? 0 : stale / reads;
}

function Behind({ store: { behind, stale } }: { readonly store: StoreReport }) {
  const most = Math.max(1, ...behind);
  return (
    <figure className={styles['behind']}>
      <figcaption>Versions behind</figcaption>
      {stale === 0 ? (
        <p className={styles['none']}>None.</p>
      ) : (
        <ul>
          {behind
            .map((count, i) => ({ count, place: i + 1 }))
            .map(({ count, place }) => (
              <li key={place}>
                <span className={styles['place']}>
                  {place}
                  {place === behind.length ? '+' : ''}
                </span>
                <span className={styles['bar']} ref={(bar) => bar?.style.setProperty('--share', String(count / most))} />
                <span className={styles['count']}>{count.toLocaleString('en-GB')}</span>
              </li>
            ))}
        </ul>
      )}
    </figure>
  );
}
