/** The live figures of one thing: name, sparkline, number. The numbers are painted from frames. */
import { useCallback, useRef } from 'react';
import type { Frame } from '../../state/frames.ts';
import type { LiveFigure } from './figures.ts';
import styles from './LiveFigures.module.css';
import { useLivePaint, write } from './paint.ts';
import { Sparkline } from './Sparkline.tsx';

export function LiveFigures({ figures }: { readonly figures: readonly LiveFigure[] }) {
  const list = useRef<HTMLDListElement>(null);
  const paint = useCallback(
    (frame: Frame) => {
      const cells = list.current?.querySelectorAll('[data-value]');
      figures.forEach((one, i) => {
        write(cells?.[i], one.read(frame));
      });
    },
    [figures],
  );
  useLivePaint(paint);
  return (
    <dl ref={list} className={styles['list']}>
      {figures.map((one) => (
        <div key={one.id} className={styles['row']} title={one.help}>
          <dt className={styles['label']}>{one.label}</dt>
          <dd className={styles['figure']}>
            <span>{one.spark !== undefined && <Sparkline spark={one.spark} tone={one.tone} />}</span>
            <span className={styles['value']} data-value="">
              –
            </span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
