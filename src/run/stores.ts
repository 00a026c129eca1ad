/**
 * All stores on one workload: readers and writers of the same keys through the same service, without failures and with one copy cut off
 * from the others for ten seconds; each store with the sides that it offers to take, or as it comes.
 */

import { SIDE_NAMES } from '../catalog/cap-setting.ts';
import { KINDS } from '../catalog/index.ts';
import type { Kind } from '../catalog/kind.ts';
import { type Design, DOCUMENT_VERSION, type NodeDoc } from '../design/document.ts';
import { read } from '../design/read.ts';
import { ACCESS_PARAMETERS } from '../mechanisms/access/access.ts';
import type { ParamBag } from '../std/parameter.ts';
import { cutsFor, PARTED_MS } from './cap.ts';
import { runJob } from './run-job.ts';

/** ms: before anything counts, how long the calm run is measured, and how long after the cut it is watched (chosen). */
const WARMUP = 2000;
const CALM = 10_000;
const AFTER = 8000;

export interface StoreFigures {
  readonly kind: string;
  readonly name: string;
  readonly setting: string;
  /** Without failures, ms. */
  readonly p50Ms: number | null;
  readonly p99ReadMs: number | null;
  readonly p99WriteMs: number | null;
  /** While one copy is cut off from the others: share answered; null for a store of one copy. */
  readonly availability: number | null;
  /** From the cut to the end of the run. */
  readonly staleShare: number | null;
  readonly lostWrites: number | null;
  /** Models held and violated over that run. */
  readonly held: readonly string[];
  readonly violated: readonly string[];
}

/** One line of the table: a store with some of its settings. */
export interface StoreSetting {
  readonly kind: Kind;
  readonly setting: string;
  readonly params: ParamBag;
}

export function storeSettings(kinds: readonly Kind[] = KINDS): readonly StoreSetting[] {
  return kinds
    .filter(({ role, follows }) => role === 'store' && follows !== true)
    .flatMap((kind) => {
      const sides = (kind.capSettings ?? []).map(({ side, params }) => ({ kind, setting: SIDE_NAMES[side], params }));
      // What queries cost says nothing here, where all ask by key.
      const telling = (kind.presets ?? []).filter(({ params }) =>
        Object.keys(params).some((name) => !Object.hasOwn(ACCESS_PARAMETERS, name)),
      );
      const presets = telling.map(({ label, params }) => ({ kind, setting: label, params }));
      return sides.length > 0 ? sides : presets.length > 0 ? presets : [{ kind, setting: 'as it comes', params: {} }];
    });
}

export function storeFigures({ kind, setting, params }: StoreSetting, seed: number): StoreFigures {
  const design = workload(kind, params);
  const calm = runJob({ design, seed }, () => 0);
  const store = design.nodes.find(({ id }) => id === 'store')!;
  const cut = cutsFor(design, store).at(copiesOf(design, store) > 1 ? 0 : -1);
  const target = cut?.address ?? 'store';
  const timeline = [{ type: 'fault', id: 'cut', at: WARMUP, duration: PARTED_MS, fault: 'partition', target, params: {} } as const];
  const scenario = { ...design.scenario, durationMs: WARMUP + PARTED_MS + AFTER, timeline };
  const parted = runJob({ design: { ...design, scenario }, seed, checked: true, lookAtMs: WARMUP + PARTED_MS }, () => 0);
  if (!calm.ok || !parted.ok) throw new Error(`${kind.id} (${setting}) cannot be run: ${JSON.stringify(calm.ok ? parted : calm)}`);
  const { classes, total } = calm.report;
  const during = parted.midway?.total;
  const { staleShare, lostAcknowledgedWrites, checked } = parted.report.consistency;
  const named = (state: string) => checked?.models.filter((model) => model.state === state).map(({ id }) => id) ?? [];
  return {
    kind: kind.id,
    name: kind.name,
    setting,
    p50Ms: total.latencyMs.p50,
    p99ReadMs: classes['read']?.latencyMs.p99 ?? null,
    p99WriteMs: classes['write']?.latencyMs.p99 ?? null,
    availability: during === undefined || during.requests === 0 ? null : during.ok / during.requests,
    staleShare,
    lostWrites: lostAcknowledgedWrites,
    held: named('held'),
    violated: named('violated'),
  };
}

function copiesOf(design: Design, store: NodeDoc): number {
  return cutsFor(design, store).filter(({ address }) => address.startsWith('{')).length;
}

/** Users who read and write two hundred keys through a service on three machines, in three zones; the store has a copy in each. */
function workload(kind: Kind, params: ParamBag): Design {
  const node = (id: string, of: string, x: number, bag: ParamBag, zones: readonly string[]): NodeDoc => ({
    id,
    kind: of,
    name: id,
    x,
    y: 0,
    params: bag,
    region: '',
    zones,
  });
  const three = ['a', 'b', 'c'];
  const copies: ParamBag = 'replicas' in kind.params ? { replicas: 2 } : {};
  const input = {
    version: DOCUMENT_VERSION,
    title: `${kind.name} on the common workload`,
    about: '',
    classes: [
      { id: 'read', name: 'Read', route: '/', write: false, weight: 7, bytesUp: 500, bytesDown: 2000 },
      { id: 'write', name: 'Write', route: '/', write: true, weight: 3, bytesUp: 500, bytesDown: 2000 },
    ],
    nodes: [
      node('users', 'client', 0, { rate: 200, keys: 200, skew: 0.9, sessions: 60 }, ['a']),
      node('app', 'service', 260, { instances: 3, workers: 200, work: { type: 'constant', value: 1 } }, three),
      node('store', kind.id, 520, { ...copies, ...params }, three),
    ],
    links: [
      { id: 'users-app', from: 'users', to: 'app', params: { timeout: 3000 } },
      { id: 'app-store', from: 'app', to: 'store', params: { timeout: 1000 } },
    ],
    scenario: { seed: 1, durationMs: WARMUP + CALM, warmupMs: WARMUP, timeline: [], objectives: [] },
  };
  const result = read(input);
  if (!result.ok) throw new Error(`The workload on ${kind.id}: ${result.error.map(({ message }) => message).join(' ')}`);
  return result.value;
}
