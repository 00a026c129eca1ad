/**
 * Service: takes a worker, does its own work, then calls what its links lead to, step by step, and answers. While it waits
 * for the calls it holds its worker (a thread a request) or frees it (asynchronous). If a call it waits for fails in the
 * end, it answers with an error that names the first cause.
 */
import { Server } from '../../mechanisms/serve/server.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { serverEstimate } from '../estimate-server.ts';
import { defineKind, instancesSpec, reserveSpec } from '../kind.ts';
import { SERVER_FIGURES } from '../server-figures.ts';
import { MACHINE_PARAMETERS } from '../server-machine.ts';
import { WORK_PARAMETERS } from '../server-work.ts';

const PARAMETERS = {
  instances: instancesSpec(2),
  reserve: reserveSpec,
  ...WORK_PARAMETERS,
  ...MACHINE_PARAMETERS,
} as const satisfies ParamSpecs;

export const service = defineKind({
  id: 'service',
  name: 'Service',
  group: 'compute',
  role: 'compute',
  summary: 'Does work with a limited number of workers, then calls what its links lead to.',
  about:
    'An application server. Each instance has workers and a bounded queue; a request takes a worker for its own work and then for its calls, ' +
    'unless workers are freed while waiting. Links say what is called, in which step, how often and with what probability. A store behind a ' +
    'cache-aside cache is read through that cache. Cores that are shared, memory with a collector, a disk, a slow start and sessions in memory ' +
    'are modelled where they are set. Left out here: several processes that share a machine.',
  params: PARAMETERS,
  links: { in: true, out: true },
  abilities: ['disk'],
  face: ['rate', 'p99'],
  figures: SERVER_FIGURES,
  countInstances: (values) => values.instances + values.reserve,
  runs: (values) => values.instances,
  slots: (values) => values.workers,
  estimate: serverEstimate,
  costs: (values) => [{ price: 'vcpu', each: 'instance', amount: values.cores > 0 ? values.cores : 2 }],
  build: (context, values) => new Server(context, values),
});
