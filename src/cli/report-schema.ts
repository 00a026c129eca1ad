/** JSON Schema of the report that `run --json` prints; a test holds it against real reports. */
const number = { type: 'number' };
const maybe = { type: ['number', 'null'] };
const counts = { type: 'object', additionalProperties: number };
const text = { type: 'string' };

function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', required: Object.keys(properties), properties };
}

const quantiles = object({ count: number, mean: maybe, p50: maybe, p90: maybe, p95: maybe, p99: maybe, p999: maybe, max: maybe });

/** A mean with half of its 95 % interval; what every number is over several seeds. */
const interval = object({ mean: maybe, half95: maybe, n: number });

const totals = object({
  requests: number,
  ok: number,
  outcomes: counts,
  causes: counts,
  throughput: number,
  latencyMs: quantiles,
  failedMs: quantiles,
  quickerThanMean: maybe,
  degraded: number,
  wrong: number,
});

const station = {
  arrivals: number,
  completions: number,
  outcomes: counts,
  utilisation: number,
  queueLength: object({ mean: number, max: number }),
  waitMs: quantiles,
  serviceMs: quantiles,
  sojournMs: quantiles,
};

const node = object({
  ...station,
  instances: { type: 'array', items: object(station) },
  downMs: object({ all: number, some: number }),
  figures: { type: 'object', additionalProperties: maybe },
});

const probe = object({
  id: text,
  name: text,
  verdict: { type: 'string', enum: ['held', 'broken', 'unknown'] },
  conditions: {
    type: 'array',
    items: object({ text, phase: text, verdict: text, windows: number, heldShare: maybe, worst: maybe, brokenAtMs: maybe }),
  },
  recovery: { anyOf: [{ type: 'null' }, object({ withinMs: number, recoveries: number, longestMs: maybe, missedAtMs: maybe })] },
});

const places = object({ maxUsed: number, waits: number, rejected: number });

const link = object({
  calls: number,
  retries: number,
  timeouts: number,
  hedges: number,
  breaker: object({ opened: number, shortCircuited: number }),
  pool: places,
  bulkhead: places,
  expired: number,
  cancelled: number,
  degraded: number,
  connections: {
    anyOf: [
      { type: 'null' },
      object({
        opened: number,
        openNow: number,
        mostOpen: number,
        broken: number,
        handshakes: number,
        resumed: number,
        handshakeMs: maybe,
        exchanges: number,
        reusedShare: maybe,
        waits: number,
        waitMs: maybe,
        blocked: number,
        blockedMs: maybe,
        packets: number,
        lostPackets: number,
        resentFast: number,
        resentLate: number,
        goneForGood: number,
        sentTwice: number,
        overtaken: number,
        bytesUp: number,
        bytesDown: number,
        coresBusy: maybe,
      }),
    ],
  },
});

const example = object({
  sentence: text,
  because: text,
  atMs: number,
  operations: {
    type: 'array',
    items: object({
      who: text,
      whoInFull: text,
      what: text,
      key: text,
      keyInFull: text,
      version: number,
      fromMs: number,
      toMs: maybe,
      at: { anyOf: [{ type: 'null' }, object({ part: text, name: text, instance: number })] },
      clashes: { type: 'boolean' },
    }),
  },
});

const checked = object({
  untilMs: number,
  operations: number,
  keys: number,
  sessions: number,
  keyShare: number,
  fullAtMs: maybe,
  quietMs: number,
  models: {
    type: 'array',
    items: object({
      id: text,
      name: text,
      promise: text,
      state: text,
      chances: number,
      chanceWords: text,
      violations: number,
      rarerThan: maybe,
      example: { anyOf: [{ type: 'null' }, example] },
    }),
  },
  stores: {
    type: 'array',
    items: object({
      node: text,
      name: text,
      reads: number,
      stale: number,
      visibility: { type: 'array', items: object({ fromMs: number, toMs: maybe, reads: number, stale: number }) },
      behind: { type: 'array', items: number },
      ageMs: quantiles,
      lostVersions: number,
    }),
  },
});

const failures = {
  failures: number,
  downMs: number,
  mtbfMs: maybe,
  mttrMs: maybe,
  outages: { type: 'array', items: object({ fromMs: number, toMs: maybe, failed: number }) },
};

const shares = { requestBased: maybe, timeBased: maybe, nines: maybe, budgetLeft: maybe, userMinutesLost: maybe, ...failures };

const downtime = object({ dayMs: number, monthMs: number, yearMs: number });

const availability = object({
  ...shares,
  threshold: number,
  people: number,
  slos: {
    type: 'array',
    items: object({
      ...shares,
      id: text,
      class: text,
      text,
      target: number,
      met: { type: 'boolean' },
      allowed: downtime,
      atThisRate: { anyOf: [{ type: 'null' }, downtime] },
      failedRequests: number,
      budgetRequests: number,
      burnRate: maybe,
      alerts: {
        type: 'array',
        items: object({
          rate: number,
          longMs: number,
          shortMs: number,
          budget: number,
          fired: { type: 'array', items: object({ fromMs: number, toMs: maybe, worst: maybe }) },
        }),
      },
    }),
  },
});

export const REPORT_SCHEMA = {
  title: 'Loadbearing report',
  ...object({
    digest: { type: 'string', pattern: '^[0-9a-f]{16}$' },
    seed: number,
    simulatedMs: number,
    warmupMs: number,
    events: number,
    wallMs: number,
    engine: text,
    total: totals,
    classes: { type: 'object', additionalProperties: totals },
    nodes: { type: 'object', additionalProperties: node },
    links: { type: 'object', additionalProperties: link },
    availability,
    consistency: object({
      reads: number,
      staleReads: number,
      staleShare: maybe,
      ageMs: quantiles,
      versionsBehind: quantiles,
      lostAcknowledgedWrites: number,
      conflicts: number,
      models: { type: 'object' },
      checked: { anyOf: [{ type: 'null' }, checked] },
    }),
    batchMeans: object({ latencyMs: interval }),
    cost: object({
      perHour: maybe,
      perMillionOk: maybe,
      lines: { type: 'array', items: object({ node: text, price: text, perHour: number, usdPerHour: number }) },
    }),
    objectives: { type: 'array', items: object({ text, met: { type: 'boolean' }, value: maybe }) },
    probes: { type: 'array', items: probe },
    stoppedBy: { type: ['string', 'null'] },
    problems: { type: 'array', items: object({ code: text, place: text, message: text }) },
  }),
};
