/** The box beside the crosshair. It stays within its cell; people who listen get the same words from the slider. */
import { useLayoutEffect, useRef } from 'react';
import styles from './charts.module.css';
import type { PlotBox } from './plot-box.ts';
import type { ReadoutWords } from './readout.ts';

const BESIDE = 10;
const EDGE = 2;

export function Readout({ words, x, box }: { readonly words: ReadoutWords; readonly x: number; readonly box: PlotBox }) {
  const node = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = node.current;
    if (element === null) return;
    const { offsetWidth: width, offsetHeight: height } = element;
    const wanted = x + BESIDE + width + EDGE <= box.width ? x + BESIDE : x - BESIDE - width;
    element.style.left = `${Math.max(EDGE, Math.min(wanted, box.width - width - EDGE))}px`;
    element.style.top = `${Math.min(EDGE, box.height - height)}px`;
  });
  return (
    <div ref={node} className={styles['readout']} aria-hidden="true">
      <div className={styles['moment']}>{words.time}</div>
      {words.notes.map((note) => (
        <div key={note} className={styles['note']}>
          {note}
        </div>
      ))}
      {words.rows.length > 0 && (
        <dl className={styles['values']}>
          {words.rows.map(({ series, value }) => (
            <div key={series.key}>
              <dt>
                {series.unseen !== true && (
                  <svg width="16" height="8" aria-hidden="true">
                    <path
                      d="M0 4H16"
                      style={{
                        stroke: `var(--${series.look.tone})`,
                        strokeWidth: series.look.weight,
                        strokeDasharray: series.look.dash.join(' '),
                      }}
                    />
                  </svg>
                )}
                <span>{series.name}</span>
              </dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {words.foot.map((line) => (
        <div key={line} className={styles['foot']}>
          {line}
        </div>
      ))}
    </div>
  );
}
