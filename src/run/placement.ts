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
/** Last mile of a fixed line in the US, round trip: Ookla Q2 2021. */
export const LAST_MILE_MS = 14 / 2;

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
