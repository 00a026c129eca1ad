/**
 * What a run cost: what its parts ran up while it was measured, at the prices in force, told per hour and per million answered requests.
 * Instances are paid for while they are there, calls and bytes as they were counted; nothing is estimated. What leaves for the internet
 * is the answers that sources got. Left out: what crosses zones and regions, storage at rest, people.
 */
import { type Cost, PRICES, type PriceId, pricesInForce } from '../catalog/prices.ts';

/** A part's use of what costs money, measured. */
export interface Usage {
  readonly node: string;
  readonly costs: readonly Cost[];
  /** Instance-hours of the measured time. */
  readonly instanceHours: number;
  readonly calls: number;
  readonly figures: Readonly<Record<string, number | null>>;
}

/** One line of the bill: the part ('' for the whole system), what was paid for, how much of it an hour, and USD an hour. */
export interface CostLine {
  readonly node: string;
  readonly price: string;
  readonly perHour: number;
  readonly usdPerHour: number;
}

export interface CostReport {
  readonly perHour: number | null;
  readonly perMillionOk: number | null;
  readonly lines: readonly CostLine[];
}

/** Units of what is counted to one of what is priced. */
const SIZE: Readonly<Record<(typeof PRICES)[number]['per'], number>> = { hour: 1, million: 1e6, gigabyte: 1e9 };

export function costOf(
  usages: readonly Usage[],
  egressBytes: number,
  total: { readonly ok: number },
  hours: number,
  own: Readonly<Record<string, number>> | undefined,
): CostReport {
  if (!(hours > 0)) return { perHour: null, perMillionOk: null, lines: [] };
  const inForce = pricesInForce(own);
  const line = (node: string, price: PriceId, used: number): CostLine => {
    const per = PRICES.find(({ id }) => id === price)?.per ?? 'hour';
    const perHour = used / SIZE[per] / hours;
    return { node, price, perHour, usdPerHour: perHour * (inForce.get(price) ?? 0) };
  };
  const parts = usages.flatMap((usage) => usage.costs.map((cost) => line(usage.node, cost.price, used(usage, cost))));
  // What points of presence send to users is paid there, and does not leave the data centre a second time.
  const fromEdge = usages.reduce(
    (sum, usage) => sum + usage.costs.reduce((edge, cost) => edge + (cost.price === 'cdn' ? used(usage, cost) : 0), 0),
    0,
  );
  const lines = [...parts, line('', 'egress', Math.max(0, egressBytes - fromEdge))].filter(({ perHour }) => perHour > 0);
  const perHour = lines.reduce((sum, { usdPerHour }) => sum + usdPerHour, 0);
  return { perHour, perMillionOk: total.ok === 0 ? null : (perHour * hours * 1e6) / total.ok, lines };
}

function used({ instanceHours, calls, figures }: Usage, { each, amount = 1 }: Cost): number {
  const counted = each === 'instance' ? instanceHours : each === 'call' ? calls : (figures[each.figure] ?? 0);
  return counted * amount;
}
