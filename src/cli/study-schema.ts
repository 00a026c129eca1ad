/** JSON Schemas of what the commands of studies print with `--json`; a test holds them against real output. Fields are added, never renamed. */
const number = { type: 'number' };
const maybe = { type: ['number', 'null'] };
const text = { type: 'string' };
const truth = { type: 'boolean' };
const anything = { type: 'object' };

function object(properties: Readonly<Record<string, object>>) {
  return { type: 'object', required: Object.keys(properties), properties };
}

function list(items: object) {
  return { type: 'array', items };
}

function orNull(schema: object) {
  return { anyOf: [{ type: 'null' }, schema] };
}

const took = { runs: number, wallMs: number };
const goals = list(object({ id: text, text, unit: text, bound: text, value: number }));
const verdicts = list(object({ met: truth, value: maybe }));
const interval = object({ mean: maybe, half95: maybe, n: number });
const shares = { type: 'object', additionalProperties: maybe };

const matrixCell = orNull(
  object({
    verdicts,
    missed: number,
    availability: maybe,
    p99Ms: maybe,
    classes: shares,
    digest: text,
    problem: { type: ['string', 'null'] },
  }),
);
const linked = list(object({ words: text, link: text }));

const loadPoint = object({
  factor: number,
  offered: number,
  throughput: number,
  p99Ms: maybe,
  availability: maybe,
  figures: list(object({ mean: maybe, half95: maybe, n: number, standing: text })),
  held: truth,
  clear: truth,
  runs: number,
  digest: text,
  busiest: orNull(object({ node: text, utilisation: number })),
  why: text,
});

const entry = object({ type: text, id: text, at: number, fault: text, target: text, params: anything });
const mapCell = orNull(object({ state: text, answered: number, offered: number, digest: text }));
const end = orNull(object({ value: number, figure: maybe, difference: interval, same: truth, digest: text }));

export const STUDY_SCHEMAS = {
  matrix: object({
    ...took,
    seeds: number,
    goals,
    calm: matrixCell,
    faults: list(
      object({ id: text, sort: text, fault: text, target: text, params: anything, words: text, reason: text, cell: matrixCell }),
    ),
    pairs: list(object({ a: text, b: text, cell: matrixCell })),
    weak: linked,
    hidden: linked,
  }),
  capacity: object({ ...took, ended: text, goals, low: orNull(loadPoint), high: orNull(loadPoint), points: list(loadPoint) }),
  find: object({ ...took, ended: text, goals, log: list(text), faults: list(entry), verdicts, link: { type: ['string', 'null'] } }),
  map: object({
    ...took,
    trigger: anything,
    sizes: list(number),
    rows: list(
      object({
        load: number,
        calm: mapCell,
        cells: list(mapCell),
        recovery: orNull(object({ factor: number, offered: number, digest: text })),
      }),
    ),
    finding: text,
  }),
  tornado: object({
    ...took,
    figure: text,
    base: interval,
    looked: number,
    without: number,
    bars: list(object({ setting: text, value: number, unit: text, less: end, more: end })),
  }),
  frontier: object({
    ...took,
    axes: list(object({ setting: text, unit: text, values: list(number) })),
    points: list(
      orNull(
        object({
          values: list(number),
          costPerHour: maybe,
          p99Ms: maybe,
          availability: maybe,
          throughput: maybe,
          met: truth,
          digest: text,
          problem: { type: ['string', 'null'] },
          best: truth,
        }),
      ),
    ),
  }),
  sweep: object({
    ...took,
    setting: text,
    unit: text,
    loads: list(number),
    points: list(
      object({
        value: number,
        load: number,
        throughput: interval,
        p50Ms: interval,
        p99Ms: interval,
        answered: maybe,
        busiest: orNull(object({ node: text, utilisation: number })),
        digest: text,
        problem: { type: ['string', 'null'] },
      }),
    ),
    finding: text,
  }),
  cascade: object({
    ...took,
    fault: text,
    words: text,
    steps: list(object({ node: text, symptom: text, fromMs: number, toMs: maybe, words: text })),
    digest: text,
  }),
  structure: object({
    ...took,
    copyUp: number,
    classes: list(object({ id: text, name: text, needs: text, singlePoints: list(text), promised: number, measured: orNull(interval) })),
    blasts: list(
      object({ node: text, name: text, copies: number, foretold: shares, measured: orNull(shares), ofAll: maybe, digest: text }),
    ),
  }),
  curve: object({
    ...took,
    points: list(object({ users: number, throughput: number, meanMs: maybe, p99Ms: maybe, availability: maybe, digest: text })),
    fit: orNull(object({ single: number, alpha: number, beta: number, deviation: number })),
    peak: maybe,
  }),
};
