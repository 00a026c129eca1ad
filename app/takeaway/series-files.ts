/**
 * Every series of a run as a table for a spreadsheet (CSV, RFC 4180) or as JSON: all requests, each part, each class of requests. Names come
 * from designs that anybody may have made, so no cell can begin a formula. Pure.
 */
import type { Design } from '../../src/design/document.ts';
import { CLASS_WINDOW, NODE_WINDOW, WINDOW } from '../../src/run/frame.ts';
import { textCell } from '../charts/csv.ts';
import type { WindowSource } from '../charts/model.ts';
import { at } from '../charts/numbers.ts';

export interface SeriesColumn {
  readonly name: string;
  readonly values: Float64Array;
}

const names = <T extends object>(columns: T): readonly Exclude<keyof T, 'size'>[] =>
  Object.keys(columns).filter((name) => name !== 'size') as Exclude<keyof T, 'size'>[];

/** All columns there are, in order: the moments first. Rates and counts are per window, times in ms. */
export function seriesColumns(source: WindowSource, nodeIds: readonly string[], { nodes, classes }: Design): readonly SeriesColumn[] {
  const nameOf = (id: string): string => nodes.find((node) => node.id === id)?.name || id;
  return [
    ...names(WINDOW).map((name) => ({ name, values: source.column(name) })),
    ...nodeIds.flatMap((id, i) =>
      names(NODE_WINDOW).map((name) => ({ name: `${nameOf(id)}: ${name}`, values: source.nodeColumn(i, name) })),
    ),
    ...classes.flatMap((cls, i) =>
      names(CLASS_WINDOW).map((name) => ({ name: `class ${cls.name}: ${name}`, values: source.classColumn(i, name) })),
    ),
  ];
}

export function seriesCsv(columns: readonly SeriesColumn[], length: number): string {
  const lines = [columns.map(({ name }) => textCell(name)).join(',')];
  for (let i = 0; i < length; i++) {
    lines.push(
      columns
        .map(({ values }) => at(values, i))
        .map((value) => (Number.isFinite(value) ? String(value) : ''))
        .join(','),
    );
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** What was not measured is null. */
export function seriesJson(columns: readonly SeriesColumn[], about: Readonly<Record<string, unknown>>): string {
  const series = Object.fromEntries(
    columns.map(({ name, values }) => [name, [...values].map((value) => (Number.isFinite(value) ? value : null))]),
  );
  return `${JSON.stringify({ ...about, series })}\n`;
}
