/** Cases of connections: handshakes that wait for a core, connections that are closed in between, datagrams that nobody resends. */
import type { Design } from '../design/document.ts';
import { opensConnection } from '../theory/connection-reuse.ts';
import { mg1MeanSojourn } from '../theory/mg1.ts';
import type { ProofCase } from './case.ts';
import { call, outcomeShare } from './read-report.ts';
import { design, link, node } from './small-design.ts';

const group = 'networks';
const INSTANT = { type: 'constant', value: 0 } as const;
const app = node('app', 'service', { instances: 1, workers: 1000, work: INSTANT });

/** Requests and answers without a byte, so that ciphers cost nothing. */
function withoutBytes(d: Design): Design {
  return { ...d, classes: d.classes.map((one) => ({ ...one, bytesUp: 0, bytesDown: 0 })) };
}

const HANDSHAKES = 625;
/** As MODEL.md has it: a handshake with RSA-2048. */
const RSA_MS = 0.8;

const handshakes: ProofCase = {
  id: 'handshake-core',
  title: 'Handshakes before one core',
  system: 'Poisson requests at 625/s, each on a new connection; the handshake takes 0.8 ms of the one core that the far end has for it.',
  source: 'Kleinrock, Queueing Systems I (1975), section 5.6 (Pollaczek–Khinchine)',
  notModelled: 'Ciphers and work that share the core, and round trips: links take no time here.',
  group,
  replications: 20,
  design: () => {
    const params = { protocol: 'http10', connections: 10_000, tls: '1.3', key: 'rsa', wireCores: 1 } as const;
    return withoutBytes(design([node('users', 'client', { rate: HANDSHAKES, keys: 1 }), app], [link('users', 'app', params)], 9, 1));
  },
  quantities: [
    {
      name: 'mean time of a handshake',
      unit: 'ms',
      exact: mg1MeanSojourn(HANDSHAKES / 1000, RSA_MS, 0),
      formula: 'b + ρb/2(1−ρ), M/D/1',
      tolerance: 0.02,
      measure: (report) => call(report, 'users-app').connections?.handshakeMs ?? Number.NaN,
    },
    {
      name: 'how busy the core is',
      unit: '',
      exact: (HANDSHAKES / 1000) * RSA_MS,
      formula: 'λb',
      tolerance: 0.01,
      measure: (report) => call(report, 'users-app').connections?.coresBusy ?? Number.NaN,
    },
  ],
};

const RATE = 10;
const IDLE_MS = 100;

const kept: ProofCase = {
  id: 'kept-connections',
  title: 'A connection that is closed when it rests',
  system: 'Poisson requests at 10/s share one HTTP/2 connection, which is closed when nobody used it for 100 ms.',
  source: 'Gaps of a Poisson stream are exponential: Kleinrock, Queueing Systems I (1975), section 2.4',
  notModelled: 'Exchanges that take time, which keep a connection busy for longer.',
  group,
  replications: 20,
  design: () =>
    design([node('users', 'client', { rate: RATE, keys: 1 }), app], [link('users', 'app', { protocol: 'http2', idle: IDLE_MS })], 310, 10),
  quantities: [
    {
      name: 'share of requests that open a connection',
      unit: '',
      exact: opensConnection(RATE / 1000, IDLE_MS),
      formula: 'e^(−λT)',
      tolerance: 0.02,
      measure: (report) => {
        const found = call(report, 'users-app').connections;
        return found === null ? Number.NaN : found.opened / found.exchanges;
      },
    },
  ],
};

const LOSS = 0.05;

const datagrams: ProofCase = {
  id: 'datagrams',
  title: 'Datagrams on a wire that loses one in twenty',
  system:
    'Requests and answers cross as UDP datagrams of one packet, or two; each packet is lost with a chance of 5 %, and nobody sends it again.',
  source: 'Independent chances; RFC 768 (1980)',
  notModelled: 'Losses in bursts.',
  group,
  replications: 20,
  design: () =>
    design(
      [node('users', 'client', { rate: 200, keys: 1 }), app],
      [link('users', 'app', { protocol: 'udp', loss: LOSS, timeout: 50 })],
      60,
      5,
    ),
  quantities: [
    {
      name: 'share of requests answered',
      unit: '',
      // 500 bytes there are one packet, 2,000 back are two.
      exact: (1 - LOSS) * (1 - LOSS) * (1 - LOSS),
      formula: '(1−p)³ for three packets',
      tolerance: 0.005,
      measure: (report) => outcomeShare(report, 'ok'),
    },
  ],
};

export const CONNECTIONS: readonly ProofCase[] = [handshakes, kept, datagrams];
