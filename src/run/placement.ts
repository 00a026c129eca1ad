/**
 * Placement: how far apart instances stand, from the zones and regions in which nodes are placed. One-way delays are half
 * of measured round trips; the table keeps each figure's source.
 */
import { NS_PER_MS } from '../std/units.ts';

/** Round trips in ms. Same zone: EC2 pings by orensol.com 2009. Across zones: Liesis 2022, xkyle.com 2020. */
const SAME_ZONE = 0.3;
const ACROSS_ZONES = 0.85;
/** Between regions whose pair is not in the table: about an ocean (chosen). */
const ACROSS_REGIONS = 90;
/** Loopback, and two machines under one switch (both general knowledge). */
const SAME_HOST = 0.03;
const SAME_RACK = 0.1;
/**
 * Last miles by access, round trips in ms: all fixed lines of the US (Ookla Q2 2021); fibre, cable, DSL (FCC Measuring Broadband
 * America, several years); 3 ms for a Wi-Fi hop; 4G (Opensignal US Q1 2019); 5G (Ookla Q4 2023 to H1 2024); satellites (Ookla 2021).
 */
const LAST_MILES: Readonly<Record<string, number>> = {
  fixed: 14,
  fibre: 10,
  cable: 20,
  dsl: 35,
  wifi: 13,
  '4g': 55,
  '5g': 50,
  leo: 45,
  geo: 680,
  none: 0,
};

/** One way over a client's last mile, ms, by the value of the link's parameter. */
export function lastMileMs(access: string): number {
  return (LAST_MILES[access] ?? 0) / 2;
}

/** The same where the source's kind has a last mile of its own (phones): the link's holds where it says more than the usual line. */
export function mileMs(access: string, ofKind: number | undefined): number {
  return access === 'fixed' && ofKind !== undefined ? ofKind : lastMileMs(access);
}

/** One way in ms where a link says itself how near its ends are; undefined: by placement. */
export function nearMs(delay: string): number | undefined {
  if (delay === 'host') return SAME_HOST / 2;
  return delay === 'rack' ? SAME_RACK / 2 : undefined;
}

/** Round trips in ms between regions by name. A: acomputerscientistlearnsaws 2017; B: caius (10 pings); C: cloudping.co. */
const REGION_PAIRS: readonly (readonly [string, string, number])[] = [
  ['virginia', 'oregon', 71],
  ['virginia', 'california', 73],
  ['virginia', 'ireland', 67],
  ['virginia', 'frankfurt', 89],
  ['virginia', 'tokyo', 145],
  ['virginia', 'singapore', 217],
  ['virginia', 'sao-paulo', 120],
  ['virginia', 'cape-town', 227],
  ['virginia', 'montreal', 14],
  ['oregon', 'tokyo', 89],
  ['oregon', 'ireland', 137],
  ['ireland', 'frankfurt', 20],
  ['ireland', 'singapore', 238],
  ['tokyo', 'singapore', 74],
  ['singapore', 'sydney', 175],
  ['hong-kong', 'singapore', 34],
];

/** Short names that people write, as the table's regions. */
const ALIASES: Readonly<Record<string, string>> = { us: 'virginia', eu: 'ireland', asia: 'singapore' };

export interface Place {
  readonly region: string;
  readonly zone: string;
}

/** One-way delay in whole ns between two places. Unnamed regions count as another zone of the same region. */
export function oneWay(a: Place, b: Place): number {
  return Math.round((roundTrip(a, b) / 2) * NS_PER_MS);
}

function roundTrip(a: Place, b: Place): number {
  if (a.region === b.region) return a.zone === b.zone ? SAME_ZONE : ACROSS_ZONES;
  if (a.region === '' || b.region === '') return ACROSS_ZONES;
  const x = ALIASES[a.region] ?? a.region;
  const y = ALIASES[b.region] ?? b.region;
  if (x === y) return ACROSS_ZONES;
  const known = REGION_PAIRS.find(([p, q]) => (p === x && q === y) || (p === y && q === x));
  return known === undefined ? ACROSS_REGIONS : known[2];
}
