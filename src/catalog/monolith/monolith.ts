/**
 * Monolith: many modules in one process. A request goes through several of them with no network in between, on the workers, cores and
 * memory that all share; the process fails, restarts and is released as a whole.
 */
import { Server } from '../../mechanisms/serve/server.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { serverEstimate } from '../estimate-server.ts';
import { defineKind, instancesSpec, reserveSpec } from '../kind.ts';
import { SERVER_FIGURES } from '../server-figures.ts';
import { MACHINE_PARAMETERS } from '../server-machine.ts';
import { WORK_PARAMETERS } from '../server-work.ts';
import { MODULE_PARAMETERS } from './parameters.ts';

const PARAMETERS = {
  instances: instancesSpec(2),
  reserve: reserveSpec,
  ...MODULE_PARAMETERS,
  ...WORK_PARAMETERS,
  ...MACHINE_PARAMETERS,
} as const satisfies ParamSpecs;

export const monolith = defineKind({
  id: 'monolith',
  name: 'Monolith',
  group: 'compute',
  role: 'compute',
  summary: 'Many modules in one process: no network between them, and one fate.',
  about:
    'An application whose modules run in one process. Calls between modules cost no network and cannot be lost; a request keeps one worker ' +
    'through all modules on its way. What one module does to the process, a leak, a slow path, a crash, a bad release, it does to all. ' +
    'It calls stores and others over its links as a service does. Left out here: modules with work of different length, save by class.',
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
