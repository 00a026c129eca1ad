/** `styles`: eight ways to build the same shop, under the same traffic and the same failures, side by side. */
import { STYLES } from '../../design/examples/styles/index.ts';
import { FAILURES, figuresOf, type StyleFigures } from '../../run/styles.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { BAD_INPUT, print, printJson, Stop } from '../output.ts';

export function stylesCommand(options: { readonly seed?: string; readonly json?: boolean }): number {
  const seed = Number(options.seed ?? 1);
  if (!Number.isInteger(seed) || seed < 0) throw new Stop(BAD_INPUT, '--seed: a whole number from 0.');
  const figures = STYLES.map((style) => figuresOf(style, seed));
  if (options.json === true) printJson({ seed, failures: FAILURES.map(({ id, words }) => ({ id, words })), styles: figures });
  else print(tableOf(figures));
  return 0;
}

function tableOf(figures: readonly StyleFigures[]): string {
  const share = (value: number): string => formatQuantity(value, 'ratio', 3);
  const head = ['', 'parts', 'p99', ...FAILURES.map(({ id }) => id), 'availability', 'an hour', 'a million'];
  const rows = figures.map((one) => [
    one.title,
    String(one.parts),
    one.p99Ms === null ? '–' : formatQuantity(one.p99Ms, 'ms', 3),
    ...one.failures.map(({ failed }) => share(failed)),
    share(one.availability),
    one.costPerHour === null ? '–' : formatQuantity(one.costPerHour, 'usd', 3),
    one.costPerMillionOk === null ? '–' : formatQuantity(one.costPerMillionOk, 'usd', 3),
  ]);
  const widths = head.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  ');
  const failures = FAILURES.map(({ id, words }) => `${id}: ${words}`).join('; ');
  return [
    'The same shop and the same shoppers; p99 and cost without failures, then the share of requests that failed in the 15 s from the beginning',
    `of each failure of 10 s, alone (its blast radius). ${failures}.`,
    '',
    ...[head, ...rows].map(line),
  ].join('\n');
}
