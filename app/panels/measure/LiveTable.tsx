/** A table whose cells are painted from frames: a row for each thing, a column for each figure. */
import { type ReactNode, useCallback, useRef } from 'react';
import type { Frame } from '../../state/frames.ts';
import styles from './LiveTable.module.css';
import { useLivePaint, write } from './paint.ts';

export interface LiveColumn {
  readonly label: string;
  readonly help: string;
  /** The text of row `row`. */
  readonly read: (frame: Frame, row: number) => string;
  /** Left aligned: words, not numbers. */
  readonly words?: boolean;
}

export interface LiveTableProps {
  readonly caption: string;
  readonly head: string;
  readonly rows: readonly { readonly key: string; readonly head: ReactNode }[];
  readonly columns: readonly LiveColumn[];
}

export function LiveTable({ caption, head, rows, columns }: LiveTableProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const paint = useCallback(
    (frame: Frame) => {
      const cells = body.current?.querySelectorAll('td');
      for (let row = 0; row < rows.length; row++) {
        columns.forEach((column, i) => {
          const cell = cells?.[row * columns.length + i];
          const text = column.read(frame, row);
          write(cell, text);
          if (column.words && cell !== undefined) cell.dataset['state'] = text;
        });
      }
    },
    [rows, columns],
  );
  useLivePaint(paint);
  return (
    <table className={styles['table']}>
      <caption className={styles['caption']}>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          {columns.map((column) => (
            <th key={column.label} scope="col" title={column.help} data-words={column.words}>
              {column.label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.head}</th>
            {columns.map((column) => (
              <td key={column.label} data-words={column.words}>
                –
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
