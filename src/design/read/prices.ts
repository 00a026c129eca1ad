/** Reading the prices that a design has of its own: known ones only, and of them those that differ from the list. */
import { PRICES } from '../../catalog/prices.ts';
import type { Intake, Range } from './intake.ts';

const USD: Range = { min: 0, max: 1e6, whole: false, unit: 'usd' };

/** undefined when it keeps to the list. */
export function readPrices(intake: Intake, own: unknown): Readonly<Record<string, number>> | undefined {
  const given = own === undefined ? undefined : intake.fields(own, 'prices');
  if (given === undefined) return undefined;
  const prices: Record<string, number> = {};
  for (const { id, usd } of PRICES) {
    const price = given.number(id, USD, usd);
    if (price !== usd) prices[id] = price;
  }
  return Object.keys(prices).length === 0 ? undefined : prices;
}
