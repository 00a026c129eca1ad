/** `stores`: every store with every side that it can take, on the same workload and under the same partition, side by side. */
import { type StoreFigures, storeFigures, storeSettings } from '../../run/stores.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { BAD_INPUT, print, printJson, Stop } from '../output.ts';

export function storesCommand(options: { readonly seed?: string; readonly json?: boolean }): number {
  const seed = Number(options.seed ?? 1);
  if (!Number.isInteger(seed) || seed < 0) throw new Stop(BAD_INPUT, '--seed: a whole number from 0.');
  const figures = storeSettings().map((setting) => storeFigures(setting, seed));
  if (options.json === true) printJson({ seed, stores: figures });
  else print(tableOf(figures));
  return 0;
}

const HEAD = ['store', 'setting', 'p50', 'p99 read', 'p99 write', 'answered', 'stale', 'lost', 'strongest model held'];

function tableOf(figures: readonly StoreFigures[]): string {
  const ms = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ms', 3));
  const share = (value: number | null): string => (value === null ? '–' : formatQuantity(value, 'ratio', 3));
  const rows = figures.map((one) => [
    one.name,
    one.setting,
    ms(one.p50Ms),
    ms(one.p99ReadMs),
    ms(one.p99WriteMs),
    share(one.availability),
    share(one.staleShare),
    one.lostWrites === null ? '–' : String(one.lostWrites),
    (one.held[0] ?? '–').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
  ]);
  const widths = HEAD.map((word, column) => Math.max(word.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const words = new Set([0, 1, 8]);
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (words.has(i) ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    '200 requests a second, three in ten of them writes, about 200 keys. Times without failures; then the share of requests answered while',
    'copy 1 is cut off from the other copies for 10 s, and from the cut to 8 s after it the share of stale reads and acknowledged writes lost.',
    '',
    ...[HEAD, ...rows].map(line),
  ].join('\n');
}
