/** Prices and what is paid for, in words and as settings. */
import { PRICES, type Price } from '../../../src/catalog/prices.ts';
import type { NumberSpec } from '../../../src/std/parameter.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';

/** A year's hours over twelve, as cloud bills have it. */
export const HOURS_A_MONTH = 730;

const PER: Readonly<Record<Price['per'], string>> = { hour: 'an hour', million: 'a million', gigabyte: 'a GB' };

export function priceSpec({ label, per, usd, source }: Price): NumberSpec {
  return {
    type: 'number',
    label,
    group: 'Prices',
    help: `USD ${PER[per]}.`,
    unit: 'usd',
    min: 0,
    max: 1e6,
    default: usd,
    whole: false,
    live: false,
    source,
  };
}

/** What is paid for and how much of it an hour brings, e.g. `4 × virtual CPU with 4 GB`, `1.2 GB/h to the internet`. */
export function unitWords(price: string, perHour: number): string {
  const known: Price | undefined = PRICES.find(({ id }) => id === price);
  if (known === undefined) return '';
  const amount = formatQuantity(perHour, 'count', 3);
  const what = known.label.charAt(0).toLowerCase() + known.label.slice(1);
  if (known.per === 'hour') return `${amount} × ${known.label}`;
  return known.per === 'million' ? `${formatQuantity(perHour * 1e6, 'count', 3)} ${what} an hour` : `${amount} GB an hour, ${what}`;
}
