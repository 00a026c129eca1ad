/**
 * Log: keeps records in order, in partitions with copies on several brokers, and lets groups of readers follow at their own pace. It
 * is not emptied by reading; how far each group is, is an offset.
 */
import { defineKind } from '../kind.ts';
import { logEstimate } from './estimate.ts';
import { LOG_FIGURES } from './figures.ts';
import { LOG_PARAMETERS } from './parameters.ts';
import { LogStation } from './station.ts';

export const log = defineKind({
  id: 'log',
  name: 'Log',
  group: 'messages',
  role: 'broker',
  summary: 'Keeps records in partitions with copies; groups of readers follow them in order.',
  about:
    'A log such as Kafka. Producers call the broker that leads the partition of their key; copies follow it on other brokers, and a record is safe when ' +
    'as many have it as is asked for. Each link to readers is a group of its own: its copies share the partitions, read them in order and commit how far ' +
    'they are. When a leader is lost a copy in sync takes over; with unclean elections any copy, and what it lacks is lost. Readers that come or go make ' +
    'partitions change hands. A link to a queue or another log takes records that failed too often. What brokers hold outlives their crash. ' +
    'Left out here: compaction, transactions, quotas, moving leaders back; of its links only classes, weight 0, network and policy count.',
  params: LOG_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['messages', 'leader', 'replication'],
  choosesTarget: true,
  choosesInstance: true,
  face: ['lag', 'ageMs'],
  figures: LOG_FIGURES,
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 4 }],
  estimate: logEstimate,
  build: (context, values) => new LogStation(context, values),
});
