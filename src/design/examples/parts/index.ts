/** THE list of examples of single kinds of parts, in the order of the palette. */

import attacker from './attacker.json';
import batchJob from './batch-job.json';
import browserCache from './browser-cache.json';
import headOfLine from './head-of-line.json';
import iotFleet from './iot-fleet.json';
import keepAlive from './keep-alive.json';
import mobileClient from './mobile-client.json';
import monitor from './monitor.json';
import { type PartExample, partExample } from './part-example.ts';
import polling from './polling.json';
import pushServer from './push-server.json';
import recordedTrace from './recorded-trace.json';
import service from './service.json';
import tlsCost from './tls-cost.json';

export const PART_EXAMPLES: readonly PartExample[] = [
  partExample('browser-cache', 'client', browserCache, { set: [['readers', 'browserCache', false]] }),
  partExample('recorded-trace', 'client', recordedTrace, { set: [['buyers', 'traceScale', 2]] }),
  partExample('polling', 'client', polling, { set: [['fans', 'pollEvery', 100]] }),
  partExample('mobile-client', 'mobile-client', mobileClient, { set: [['phones', 'patience', 0]] }),
  partExample('iot-fleet', 'iot-fleet', iotFleet, { set: [['meters', 'together', 1]] }),
  partExample('batch-job', 'batch-job', batchJob, { set: [['export', 'concurrency', 200]] }),
  partExample('attacker', 'attacker', attacker, { set: [['gateway', 'limit', 'none']] }),
  partExample('push-server', 'push-server', pushServer, { bypass: 'hub' }),

  partExample('service', 'service', service, { set: [['orders', 'waiting', 'held']] }),
  partExample('monitor', 'monitor', monitor, {
    set: [
      ['watch', 'interval', 15_000],
      ['watch', 'hold', 30_000],
    ],
  }),
  partExample('keep-alive', 'client', keepAlive, { set: [['readers-shop', 'protocol', 'http10']] }),
  partExample('head-of-line', 'client', headOfLine, { set: [['riders-maps', 'protocol', 'http2']] }),
  partExample('tls-cost', 'service', tlsCost, { set: [['sensors-hub', 'key', 'rsa']] }),
];
