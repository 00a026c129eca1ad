/** Zones of several parts at once. A part always keeps at least one zone, because its instances must stand somewhere. */
import type { NodeDoc } from '../../../src/design/document.ts';

type Zoned = Pick<NodeDoc, 'zones'>;

/** true: all stand in it; 'mixed': some do; false: none. */
export function zonesOn(nodes: readonly Zoned[], zone: string): boolean | 'mixed' {
  const there = nodes.filter((node) => node.zones.includes(zone)).length;
  return there === nodes.length ? true : there === 0 ? false : 'mixed';
}

/** The zones of one of the parts after a press on a zone: out of it when all stand there, else into it. */
export function toggledZones(nodes: readonly Zoned[], node: Zoned, zone: string): readonly string[] {
  if (zonesOn(nodes, zone) !== true) return node.zones.includes(zone) ? node.zones : [...node.zones, zone];
  const left = node.zones.filter((one) => one !== zone);
  return left.length === 0 ? node.zones : left;
}

/** The first letter of the alphabet that is not taken, then z1, z2, … */
export function nextZone(taken: readonly string[]): string {
  for (const letter of 'abcdefghijklmnopqrstuvwxyz') if (!taken.includes(letter)) return letter;
  let number = 1;
  while (taken.includes(`z${number}`)) number += 1;
  return `z${number}`;
}

/** What was typed as a name that addresses can hold: `EU West` becomes `eu-west`. */
export function asName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
