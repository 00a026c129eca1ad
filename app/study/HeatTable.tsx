/**
 * A table whose cells are shaded by how bad they are: the text says it, the shade repeats it, and one press opens the run that the cell
 * stands for. Arrow keys go from cell to cell; Tab goes past the whole table.
 */
import { type KeyboardEvent, memo, useState } from 'react';
import styles from './HeatTable.module.css';

export interface HeatCell {
  readonly text: string;
  /** What it says in full, for those who cannot see where it stands. */
  readonly label: string;
  /** 0 … 1: how deep the shade is. */
  readonly heat: number;
  /** Marked besides, so that it is known without the shade. */
  readonly bad?: boolean;
  readonly onOpen?: () => void;
}

export interface Head {
  readonly id: string;
  readonly name: string;
  /** In full, where the name is short. */
  readonly title?: string;
}

export interface HeatTableProps {
  readonly caption: string;
  readonly corner: string;
  readonly rows: readonly Head[];
  readonly columns: readonly Head[];
  /** undefined: not measured yet; null: nothing belongs there. */
  readonly cells: readonly (readonly (HeatCell | null | undefined)[])[];
  /** Many narrow columns: their heads stand upright. */
  readonly dense?: boolean;
}

export function HeatTable({ caption, corner, rows, columns, cells, dense = false }: HeatTableProps) {
  const [at, setAt] = useState<readonly [number, number]>([0, 0]);
  const first = firstOf(cells);
  const here = cells[at[0]]?.[at[1]] ? at : first;
  const onKeyDown = (event: KeyboardEvent<HTMLTableElement>): void => {
    const next = nextCell(cells, here, event.key);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-cell="${next.join(',')}"]`)?.focus();
  };
  return (
    // Wide tables scroll by themselves; a region with a name can be reached by keyboard.
    <section className={styles['scroll']} aria-label={caption}>
      <table className={styles['table']} data-dense={dense || undefined} onKeyDown={onKeyDown}>
        <caption className={styles['caption']}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ id, name, title }) => (
              <th key={id} scope="col" title={title}>
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.id}>
              <th scope="row" title={row.title}>
                {row.name}
              </th>
              {columns.map(({ id }, c) => (
                <Cell key={id} cell={cells[r]?.[c]} place={`${r},${c}`} tabbed={here[0] === r && here[1] === c} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Percent of the colour in the deepest shade: text on it keeps its contrast in both themes. */
const DEEPEST = 42;

const Cell = memo(function Cell({
  cell,
  place,
  tabbed,
}: {
  readonly cell: HeatCell | null | undefined;
  readonly place: string;
  readonly tabbed: boolean;
}) {
  if (cell === null) return <td className={styles['nothing']} />;
  if (cell === undefined) return <td className={styles['pending']}>…</td>;
  const share = Math.round(Math.min(1, Math.max(0, cell.heat)) * DEEPEST);
  const shade = { background: `color-mix(in oklab, var(--bad) ${share}%, var(--card))` };
  const content = (
    <>
      {cell.text}
      {cell.bad === true && <b aria-hidden="true"> ×</b>}
    </>
  );
  return (
    <td className={styles['cell']} style={shade} data-bad={cell.bad || undefined}>
      {cell.onOpen === undefined ? (
        <span className={styles['plain']}>{content}</span>
      ) : (
        <button type="button" data-cell={place} tabIndex={tabbed ? 0 : -1} aria-label={cell.label} title={cell.label} onClick={cell.onOpen}>
          {content}
        </button>
      )}
    </td>
  );
});

type Cells = HeatTableProps['cells'];

function firstOf(cells: Cells): readonly [number, number] {
  for (const [r, row] of cells.entries()) {
    const c = row.findIndex((cell) => cell?.onOpen !== undefined);
    if (c >= 0) return [r, c];
  }
  return [0, 0];
}

const STEPS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** The next cell that can be opened in the direction of a key; undefined when there is none. */
export function nextCell(cells: Cells, [r, c]: readonly [number, number], key: string): readonly [number, number] | undefined {
  const step = STEPS[key];
  if (step === undefined) return undefined;
  const width = Math.max(0, ...cells.map((row) => row.length));
  for (let [row, column] = [r + step[0], c + step[1]]; row >= 0 && column >= 0 && row < cells.length && column < width; ) {
    if (cells[row]?.[column]?.onOpen !== undefined) return [row, column];
    row += step[0];
    column += step[1];
  }
  return undefined;
}
