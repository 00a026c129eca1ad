/**
 * The price list: what things cost to rent, in USD, on demand, in a large American region. Orders of magnitude, each with its date and
 * where it was read; a design may carry prices of its own. Parts say in `costs` which of these they run up.
 */

export interface Price {
  readonly id: string;
  readonly label: string;
  /** What is paid for once: an hour of one thing, a million of them, a gigabyte (10^9 bytes). */
  readonly per: 'hour' | 'million' | 'gigabyte';
  readonly usd: number;
  readonly source: string;
}

export const PRICES = [
  { id: 'vcpu', label: 'Virtual CPU with 4 GB', per: 'hour', usd: 0.041, source: 'half of m7g.large, factualminds.com, June 2026' },
  { id: 'balancer', label: 'Load balancer', per: 'hour', usd: 0.0225, source: 'AWS, from memory, 2024' },
  { id: 'balancer-requests', label: 'Balanced requests', per: 'million', usd: 0.09, source: '0.008 a unit of 25 requests/s, AWS, 2024' },
  { id: 'gateway-requests', label: 'Gateway requests', per: 'million', usd: 3.5, source: 'REST; appropri8 tutorial, 2025' },
  { id: 'database', label: 'Managed SQL, 2 vCPU 8 GB', per: 'hour', usd: 0.16, source: 'AWS, from memory, 2024' },
  { id: 'cache', label: 'Managed cache, 2 vCPU 6 GB', per: 'hour', usd: 0.15, source: 'AWS, from memory, 2024' },
  { id: 'messages', label: 'Queue calls', per: 'million', usd: 0.4, source: 'AWS, from memory, 2024' },
  { id: 'egress', label: 'Bytes to the internet', per: 'gigabyte', usd: 0.09, source: 'leanopstech, usage.ai, 2026' },
  { id: 'cdn', label: 'Bytes from the edge', per: 'gigabyte', usd: 0.085, source: 'lucaraveri.com, 2025' },
  { id: 'dns', label: 'Name look-ups', per: 'million', usd: 0.4, source: 'AWS, from memory, 2024' },
  { id: 'invocations', label: 'Function calls', per: 'million', usd: 0.2, source: 'appropri8 tutorial, 2025' },
  { id: 'function-seconds', label: 'Function GB-seconds', per: 'million', usd: 16.67, source: 'appropri8 tutorial, 2025' },
  { id: 'logs', label: 'Log records', per: 'gigabyte', usd: 0.5, source: 'AWS CloudWatch Logs, ingestion, from memory, 2024' },
] as const satisfies readonly Price[];

export type PriceId = (typeof PRICES)[number]['id'];

/** One way in which a part runs up cost. */
export interface Cost {
  readonly price: PriceId;
  /** What is counted: instances while they are there, calls that reach it, or one of its own figures that grows with use. */
  readonly each: 'instance' | 'call' | { readonly figure: string };
  /** How many units each of them is; 1 when absent. */
  readonly amount?: number;
}

/** Prices in force by id: the list's, and over them a design's own. */
export function pricesInForce(own: Readonly<Record<string, number>> = {}): ReadonlyMap<string, number> {
  return new Map(PRICES.map(({ id, usd }) => [id, own[id] ?? usd]));
}
