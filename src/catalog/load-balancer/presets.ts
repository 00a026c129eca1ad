/**
 * What classes of balancers can do, in figures that were published. Cloud balancers grow by units of capacity; what is set here is
 * a hundred of them (chosen), as if reserved.
 */
import type { Preset } from '../preset.ts';

const GBIT = 125_000_000;

export const BALANCER_PRESETS: readonly Preset[] = [
  {
    id: 'software',
    label: 'software, one large machine',
    help: 'A reverse proxy on 36 cores: about 3 million requests a second, 225,000 connections, 70 Gbit/s.',
    source: 'NGINX performance test on 36 cores (2017): 3.3 M requests/s, 73 Gbit/s; connections from field notes (2021).',
    params: { cores: 36, capacity: 3_000_000, maxConnections: 225_000, throughput: 70 * GBIT },
  },
  {
    id: 'hardware',
    label: 'hardware appliance',
    help: 'Its own chips: 10 million requests a second at layer 7, 300 million connections, 160 Gbit/s; bought as a pair.',
    source: 'Field notes on the BIG-IP 15000 class (2021); no data sheet was found. Cores chosen.',
    params: {
      instances: 2,
      pair: 'active-passive',
      sharesState: true,
      cores: 64,
      capacity: 10_000_000,
      maxConnections: 300_000_000,
      throughput: 160 * GBIT,
      overhead: { type: 'constant', value: 0.02 },
    },
  },
  {
    id: 'cloud-l4',
    label: 'cloud, layer 4',
    help: 'Forwards connections: 100 capacity units are 10 million of them. Idle ones end after 350 s.',
    source: 'AWS Network Load Balancer documentation (2024): 100,000 connections a unit, 350 s idle; checks every 30 s. Overhead chosen.',
    params: {
      instances: 2,
      layer: 'connection',
      maxConnections: 10_000_000,
      connectionIdle: 350_000,
      overhead: { type: 'constant', value: 0.1 },
      checkInterval: 30_000,
      checkTimeout: 5000,
      checkRise: 3,
      panic: true,
    },
  },
  {
    id: 'cloud-l7',
    label: 'cloud, layer 7',
    help: 'Reads requests and ends TLS: 100 capacity units are 300,000 connections and 100,000 rules looked at a second.',
    source: 'AWS Application Load Balancer documentation (2024): 3,000 connections and 1,000 rules/s a unit, 60 s idle. Overhead chosen.',
    params: {
      instances: 2,
      tls: 'ecdsa',
      capacity: 100_000,
      cores: 16,
      maxConnections: 300_000,
      overhead: { type: 'lognormal', p50: 1, p99: 5 },
      checkInterval: 30_000,
      checkTimeout: 5000,
      checkFall: 2,
      checkRise: 5,
      panic: true,
    },
  },
  {
    id: 'names',
    label: 'by DNS',
    help: 'Names lead each client to one address until the answer is too old: nothing stands in the way, nothing reacts quickly.',
    source: 'AWS Route 53 and ELB documentation (2024): time to live 60 s, checks every 30 s, out after 3.',
    params: {
      layer: 'connection',
      connectionIdle: 0,
      connectionLife: 60_000,
      overhead: { type: 'constant', value: 0 },
      checkInterval: 30_000,
      checkTimeout: 10_000,
      checkRise: 3,
      panic: true,
    },
  },
  {
    id: 'global',
    label: 'global, nearest first',
    help: 'One address everywhere: each copy sends to the region or zone nearest to it while that copes. Spread its copies over zones.',
    source: 'After zone-aware routing (Envoy documentation 2024); figures chosen.',
    params: { instances: 2, nearFirst: true, algorithm: 'least-connections', panic: true },
  },
];
