/** Distributed file system: one server knows where the blocks of every file are, data nodes hold copies, clients go there themselves. */
import type { StationContext } from '../../engine/station.ts';
import { BlockStore } from '../../mechanisms/blocks/block-store.ts';
import { defineKind } from '../kind.ts';
import { dfsEstimate } from './estimate.ts';
import { DFS_PARAMETERS, type DfsValues, serversOf, settingsOf } from './parameters.ts';

class Dfs extends BlockStore {
  constructor(context: StationContext, values: DfsValues) {
    super(context, settingsOf(values));
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.reconfigure(settingsOf(values as DfsValues));
  }

  figures(out: Float64Array, at: number): void {
    this.figuresInto(out, at);
  }
}

export const dfs = defineKind({
  id: 'dfs',
  name: 'File system, distributed',
  group: 'data',
  role: 'store',
  summary: 'Files in blocks on many machines: a metadata server says where, copies are made anew when a machine is lost.',
  about:
    'Each call asks the metadata server, then reads its blocks from the nearest data node that has them, or writes them through a pipeline of as many ' +
    'nodes as there are copies. A node that is silent long enough is given up, and its blocks are copied from the others, the most endangered first, ' +
    'over the disks that serve requests. Placement spreads the copies over zones. A write is done when all nodes of its pipeline that are left have it. ' +
    'Calls that the metadata server had in hand fail when it dies. Left out here: leases, appends, balancing of full nodes, the size of the metadata.',
  params: DFS_PARAMETERS,
  countInstances: (values) => serversOf(values) + values.dataNodes,
  choosesInstance: true,
  links: { in: true, out: false },
  abilities: ['disk-loss'],
  face: ['rate', 'thin'],
  figures: [
    { id: 'thin', label: 'Short of copies', unit: 'ratio', help: 'Share of the data that has fewer copies than it should.' },
    { id: 'dark', label: 'Out of reach', unit: 'ratio', help: 'Share of the data of which no copy can be read now.' },
    { id: 'disks', label: 'Disks busy', unit: 'ratio', help: 'Share of the time that disks were busy, mean of all data nodes.' },
    { id: 'repaired', label: 'Repaired', unit: 'bytes', help: 'Bytes copied to make lost copies anew, since the start.' },
    { id: 'takeovers', label: 'Takeovers', unit: 'count', help: 'How often the standby took over, since the start.' },
  ],
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 2 }],
  estimate: dfsEstimate,
  build: (context, values) => new Dfs(context, values),
});
