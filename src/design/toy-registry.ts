/**
 * Kinds, faults and link parameters for the tests of this room: one kind of each role and one fault of each sort of
 * target, with a parameter of every type. The rules of documents are tested against these, so that no change of the
 * catalogue changes what they are tested for. None of them can run.
 */
import { instancesSpec, type Kind, type KindRole } from '../catalog/kind.ts';
import type { Ability } from '../engine/station.ts';
import type { Fault, TargetSort } from '../faults/fault.ts';
import { AssertionError } from '../std/assert.ts';
import type { ChoiceSpec, ClassesSpec, DistributionSpec, FlagSpec, NumberSpec, ParamSpecs } from '../std/parameter.ts';
import type { Registry } from './registry.ts';

const words = { help: 'For tests.', group: 'Test', source: 'chosen', live: true } as const;

function number(label: string, min: number, max: number, value: number, more: Partial<NumberSpec> = {}): NumberSpec {
  return { type: 'number', unit: 'count', label, min, max, default: value, whole: true, ...words, ...more };
}

function choice(label: string, ...values: readonly [string, ...string[]]): ChoiceSpec {
  return { type: 'choice', label, options: values.map((value) => ({ value, label: value, help: '' })), default: values[0], ...words };
}

function flag(label: string): FlagSpec {
  return { type: 'flag', label, default: false, ...words };
}

const work: DistributionSpec = { type: 'distribution', label: 'Own work', default: { type: 'lognormal', p50: 5, p99: 20 }, ...words };
const classes: ClassesSpec = { type: 'classes', label: 'Only for', default: [], ...words, live: false };

const LINK: ParamSpecs = {
  probability: number('Probability', 0, 1, 1, { unit: 'ratio', whole: false }),
  classes,
  async: flag('Fire and forget'),
  weight: number('Weight', 0, 1000, 1, { unit: 'factor', whole: false }),
  timeout: number('Timeout', 0, 600_000, 0, { unit: 'ms', whole: false, zero: 'none' }),
  retries: number('Retries', 0, 10, 0),
  backoff: number('First wait', 0, 60_000, 100, { unit: 'ms', whole: false }),
  backoffMax: number('Longest wait', 0, 600_000, 20_000, { unit: 'ms', whole: false }),
  jitter: choice('Jitter', 'full', 'none', 'equal'),
  retryBudget: number('Retry budget', 0, 1, 0, { unit: 'ratio', whole: false }),
};

function kind(id: string, name: string, role: KindRole, params: ParamSpecs, more: Partial<Kind> = {}): Kind {
  return {
    id,
    name,
    role,
    params,
    group: 'compute',
    summary: 'For tests.',
    about: 'For tests.',
    links: { in: true, out: true },
    abilities: [],
    face: ['rate', 'p99'],
    figures: [],
    build: () => {
      throw new AssertionError(`${id} is for tests of documents and cannot run`);
    },
    ...more,
  };
}

export const TOY_KINDS: readonly Kind[] = [
  kind(
    'client',
    'Client',
    'source',
    { rate: number('Rate', 0.001, 1e6, 100, { unit: 'perSecond', whole: false }), classes },
    {
      links: { in: false, out: true },
      abilities: ['traffic'],
    },
  ),
  kind('load-balancer', 'Load balancer', 'relay', { balance: choice('Choice', 'round-robin', 'random') }),
  kind(
    'service',
    'Service',
    'compute',
    {
      instances: { ...instancesSpec(2), live: false },
      workers: number('Workers', 1, 10_000, 16),
      queueLimit: number('Queue limit', 0, 1_000_000, 100),
      work,
    },
    { slots: (values) => Number(values['workers']) },
  ),
  kind(
    'cache',
    'Cache',
    'cache',
    { mode: choice('Mode', 'aside', 'through'), size: number('Size', 1, 1e12, 1000) },
    {
      abilities: ['flush'],
      aside: (values) => String(values['mode']) === 'aside',
    },
  ),
  kind(
    'sql-database',
    'SQL database',
    'store',
    { replicas: number('Replicas', 0, 15, 0, { live: false }), reads: flag('Read replicas') },
    {
      links: { in: true, out: false },
      countInstances: (values) => 1 + Number(values['replicas']),
    },
  ),
  kind('queue', 'Queue', 'broker', { capacity: number('Capacity', 1, 1e6, 10_000) }),
];

function fault(id: string, targets: readonly TargetSort[], needs?: Ability, sources = false, params: ParamSpecs = {}): Fault {
  const name = id.replace(/^./, (first) => first.toUpperCase()).replace('-', ' ');
  const about = { group: 'machine', summary: 'For tests.', about: 'For tests.', lasts: 10_000, badge: () => id } as const;
  return { id, name, ...about, targets, sources, params, ...(needs === undefined ? {} : { needs }) };
}

export const TOY_FAULTS: readonly Fault[] = [
  fault('crash', ['node', 'instance']),
  fault('slow', ['node', 'instance'], undefined, false, { factor: number('Times slower', 1, 1000, 5, { whole: false }), added: work }),
  fault('latency', ['link']),
  fault('zone-loss', ['zone', 'region']),
  fault('partition', ['partition']),
  fault('cache-flush', ['node', 'instance'], 'flush'),
  fault('traffic-spike', ['node'], 'traffic', true, { only: classes }),
];

export const TOYS: Registry = {
  kindOf: (id) => TOY_KINDS.find((one) => one.id === id),
  faultOf: (id) => TOY_FAULTS.find((one) => one.id === id),
  linkParameters: LINK,
};
