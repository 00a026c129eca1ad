/** What a log's mechanisms make of its parameters. */
import type { GroupSettings } from '../../mechanisms/log/group.ts';
import type { Acks, LogSettings } from '../../mechanisms/log/settings.ts';
import type { WriterSettings } from '../../mechanisms/log/writer.ts';
import { Sampler } from '../../std/distribution.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import type { LogValues } from './parameters.ts';

const ns = (ms: number): number => Math.round(ms * NS_PER_MS);
const orAll = (limit: number): number => (limit === 0 ? Number.POSITIVE_INFINITY : limit);

export function logOf(values: LogValues): LogSettings {
  return {
    acks: values.acks as Acks,
    minInSync: values.minInSync,
    unclean: values.unclean,
    replicaLag: ns(values.replicaLag),
    session: ns(values.brokerSession),
    rate: values.partitionRate / NS_PER_S,
    keepTime: orAll(ns(values.keepTime)),
    keepBytes: orAll(values.keepBytes),
    compactEvery: values.cleanup === 'compact' ? Math.max(1, ns(values.compactEvery)) : 0,
    compactAfter: ns(values.compactAfter),
  };
}

export function writerOf(values: LogValues): WriterSettings {
  return {
    batchBytes: values.batchBytes,
    linger: ns(values.linger),
    time: new Sampler(values.batchTime, NS_PER_MS),
    rate: values.partitionRate / NS_PER_S,
    parallel: values.parallel,
  };
}

export function groupOf(values: LogValues): GroupSettings {
  return {
    inWork: values.inWork,
    before: values.commit === 'before',
    commitEvery: ns(values.commitEvery),
    retryAfter: ns(values.retryWait),
    most: values.maxDeliveries,
    session: ns(values.memberSession),
    pause: ns(values.pause),
    cooperative: values.rebalance === 'cooperative',
  };
}
