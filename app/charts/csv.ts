/**
 * A chart's windows as a file for a spreadsheet (RFC 4180): document units, empty where nothing was measured. Cells that
 * a spreadsheet could take for a formula are made text, because names in a design may come from anybody's link.
 */
import type { Unit } from '../../src/std/parameter.ts';
import { type ChartModel, seriesOf } from './model.ts';
import { at, unitName } from './numbers.ts';

/** Name and unit of a column, e.g. `p99 (ms)`. */
export function columnHead(name: string, unit: Unit): string {
  const word = unitName(unit);
  return word === '' ? name : `${name} (${word})`;
}

/** A cell of text: quoted where needed, and never the beginning of a formula. */
export function textCell(text: string): string {
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const numberCell = (value: number): string => (Number.isFinite(value) ? String(value) : '');

/** All windows of a chart, one per line, first the heads. */
export function csvOf(model: ChartModel): string {
  model.refresh();
  const series = seriesOf(model);
  const columns = series.map((one) => one.values());
  const times = model.times();
  const samples = model.samples?.();
  const heads = ['time (ms)', ...series.map((one) => columnHead(one.name, one.unit)), ...(samples === undefined ? [] : ['samples'])];
  const lines = [heads.map(textCell).join(',')];
  for (let i = 0; i < times.length; i++) {
    const cells = [at(times, i), ...columns.map((column) => at(column, i)), ...(samples === undefined ? [] : [at(samples, i)])];
    lines.push(cells.map(numberCell).join(','));
  }
  return `${lines.join('\r\n')}\r\n`;
}

/** Hands a text to the browser as a file to keep. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 0);
}
