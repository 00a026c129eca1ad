/** Object store: any front server finds any object; its pieces lie on many disks, as copies or as fragments with parity. */
import type { StationContext } from '../../engine/station.ts';
import { BlockStore } from '../../mechanisms/blocks/block-store.ts';
import { defineKind } from '../kind.ts';
import { objectEstimate } from './estimate.ts';
import { OBJECT_PARAMETERS, type ObjectValues, settingsOf } from './parameters.ts';

class ObjectStore extends BlockStore {
  constructor(context: StationContext, values: ObjectValues) {
    super(context, settingsOf(values));
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.reconfigure(settingsOf(values as ObjectValues));
  }

  figures(out: Float64Array, at: number): void {
    this.figuresInto(out, at);
  }
}

export const objectStore = defineKind({
  id: 'object-store',
  name: 'Object store',
  group: 'data',
  role: 'store',
  summary: 'Keeps objects of any size behind one address: slow to begin, hard to lose.',
  about:
    'A front server finds the object and reads its pieces from data nodes: one copy, or as many fragments as are needed, at the pace of the slowest of ' +
    'them. A write is done when a majority of the copies has it, or all data fragments and half of the parity. What a lost node held is made anew from ' +
    'the others; with erasure coding that reads as many fragments as a read does. Once a write is done every later read sees it, as in S3 since 2020. ' +
    'Left out here: the index as a store of its own, versions of objects, listings, copies in other regions, tiers of storage.',
  params: OBJECT_PARAMETERS,
  countInstances: (values) => values.servers + values.dataNodes,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['disk-loss'],
  face: ['rate', 'thin'],
  figures: [
    { id: 'thin', label: 'Short of pieces', unit: 'ratio', help: 'Share of the data that has fewer copies or fragments than it should.' },
    { id: 'dark', label: 'Out of reach', unit: 'ratio', help: 'Share of the data that cannot be read now.' },
    { id: 'disks', label: 'Disks busy', unit: 'ratio', help: 'Share of the time that disks were busy, mean of all data nodes.' },
    { id: 'repaired', label: 'Repaired', unit: 'bytes', help: 'Bytes written to make lost pieces anew, since the start.' },
    { id: 'decoded', label: 'Decoded', unit: 'count', help: 'Blocks that were computed from parity, since the start.' },
  ],
  costs: () => [
    { price: 'vcpu', each: 'instance', amount: 2 },
    { price: 'messages', each: 'call' },
  ],
  estimate: objectEstimate,
  build: (context, values) => new ObjectStore(context, values),
});
