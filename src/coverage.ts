/**
 * THE list of what a user must be able to wire, break and see, group by group, with what realises each concept and the tests
 * that prove it. `laws/coverage.test.ts` looks every proof up and holds the groups that are built to having one in every row.
 */
import { BALANCING } from './coverage/balancing.ts';
import { CACHING } from './coverage/caching.ts';
import { COMPUTE } from './coverage/compute.ts';
import { CONSISTENCY } from './coverage/consistency.ts';
import { EDGE } from './coverage/edge.ts';
import { GATEWAYS } from './coverage/gateways.ts';
import { MESSAGING } from './coverage/messaging.ts';
import { NETWORK } from './coverage/network.ts';
import { OBSERVABILITY } from './coverage/observability.ts';
import { RELIABILITY } from './coverage/reliability.ts';
import type { Row } from './coverage/row.ts';
import { SECURITY } from './coverage/security.ts';
import { STORES } from './coverage/stores.ts';
import { TRAFFIC } from './coverage/traffic.ts';
import { VOCABULARY } from './coverage/vocabulary.ts';

export const COVERAGE: readonly Row[] = [
  ...VOCABULARY,
  ...TRAFFIC,
  ...EDGE,
  ...BALANCING,
  ...GATEWAYS,
  ...NETWORK,
  ...COMPUTE,
  ...CACHING,
  ...STORES,
  ...CONSISTENCY,
  ...MESSAGING,
  ...RELIABILITY,
  ...SECURITY,
  ...OBSERVABILITY,
];
