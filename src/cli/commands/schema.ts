/**
 * `schema`: JSON Schema (2020-12) of the document, made from the registries, or of the report with `--output`, where what studies print
 * stands under `$defs` by their commands. The gate itself is `design/read`; the schema is for editors and other programs.
 */
import { KINDS } from '../../catalog/index.ts';
import type { Kind } from '../../catalog/kind.ts';
import { BOUNDS, CONDITION_METRICS } from '../../design/condition-doc.ts';
import { LIMITS, OBJECTIVE_METRICS, PHASES } from '../../design/document.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { FAULTS } from '../../faults/index.ts';
import type { ParamSpec, ParamSpecs } from '../../std/parameter.ts';
import { QUERIES } from '../../std/query.ts';
import { printJson } from '../output.ts';
import { REPORT_SCHEMA } from '../report-schema.ts';
import { STUDY_SCHEMAS } from '../study-schema.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

export function schemaCommand(output: boolean): number {
  printJson({ $schema: DIALECT, ...(output ? { ...REPORT_SCHEMA, $defs: STUDY_SCHEMAS } : documentSchema()) });
  return 0;
}

const ID = { type: 'string', pattern: '^[a-z0-9-]+$', maxLength: LIMITS.idLength };
const TEXT = { type: 'string', maxLength: LIMITS.textLength };
const TIME = { type: 'number', minimum: 0, maximum: LIMITS.durationMs };
const SIZE = { type: 'number', minimum: 0 };

function record(required: readonly string[], properties: Readonly<Record<string, object>>) {
  return { type: 'object', required, properties };
}

function list(items: object, maxItems: number) {
  return { type: 'array', items, maxItems };
}

function documentSchema() {
  const link = record(['id', 'from', 'to'], { id: ID, from: ID, to: ID, params: bag(LINK_PARAMETERS) });
  return {
    title: 'Loadbearing design',
    ...record(['version', 'nodes', 'links'], {
      version: { const: 1 },
      title: TEXT,
      about: TEXT,
      classes: list(classSchema(), LIMITS.classes),
      nodes: list({ oneOf: KINDS.map(nodeSchema) }, LIMITS.nodes),
      links: list(link, LIMITS.links),
      scenario: scenarioSchema(),
    }),
  };
}

function nodeSchema(kind: Kind) {
  const place = { type: 'number', minimum: -LIMITS.coordinate, maximum: LIMITS.coordinate };
  const zones = { type: 'array', items: TEXT };
  return record(['id', 'kind'], {
    id: ID,
    kind: { const: kind.id },
    name: TEXT,
    x: place,
    y: place,
    region: TEXT,
    zones,
    params: bag(kind.params),
  });
}

function classSchema() {
  const write = { type: 'boolean' };
  const share = { type: 'number', minimum: 0, maximum: 1 };
  const traits = {
    priority: { type: 'integer', minimum: 0, maximum: 9 },
    tenant: TEXT,
    space: TEXT,
    keys: { type: 'integer', minimum: 1, maximum: 1_000_000 },
    skew: { type: 'number', minimum: 0, maximum: 3 },
    hotShare: share,
    sessionShare: share,
    query: { enum: QUERIES },
    records: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  };
  return record(['id'], { id: ID, name: TEXT, route: TEXT, write, weight: SIZE, bytesUp: SIZE, bytesDown: SIZE, ...traits });
}

const METRIC = { type: 'string', minLength: 1 };
const condition = {
  metric: { anyOf: [{ enum: Object.keys(CONDITION_METRICS) }, { ...METRIC, pattern: '^part:[a-z0-9-]+\\.[A-Za-z0-9]+$' }] },
  class: { type: 'string' },
  bound: { enum: Object.keys(BOUNDS) },
  value: { type: 'number', minimum: 0 },
  for: TIME,
};
const CONDITION = record(['metric', 'bound', 'value'], condition);
const traits = { id: ID, at: TIME, muted: { type: 'boolean' }, group: TEXT };
const beginning = { after: record(['entry'], { entry: ID, offset: TIME }), when: CONDITION };

/** Entries that try a design out. */
function trialSchemas() {
  const choices = { type: 'array', items: TEXT, minItems: 1, maxItems: LIMITS.choices };
  const phases = { type: 'array', items: { enum: PHASES }, minItems: 1, maxItems: PHASES.length };
  const hypothesis = list(record(['metric', 'bound', 'value'], { ...condition, phases }), LIMITS.hypotheses);
  const chaos = { perMinute: SIZE, lasts: TIME, most: { type: 'integer', minimum: 1, maximum: 100 }, faults: choices, targets: choices };
  return [
    record(['type', 'id', 'at', 'faults', 'targets'], { type: { const: 'chaos' }, ...traits, ...beginning, duration: TIME, ...chaos }),
    record(['type', 'id', 'at', 'target', 'mtbf', 'mttr'], {
      type: { const: 'wear' },
      ...traits,
      ...beginning,
      duration: TIME,
      target: TEXT,
      mtbf: TIME,
      mttr: TIME,
    }),
    record(['type', 'id', 'at', 'when'], { type: { const: 'stop' }, ...traits, when: CONDITION, does: { enum: ['end', 'pause'] } }),
    record(['type', 'id', 'at', 'hypothesis'], {
      type: { const: 'probe' },
      ...traits,
      name: { type: 'string' },
      duration: TIME,
      of: ID,
      recoverWithin: TIME,
      recoverFrom: { const: 'strike' },
      hypothesis,
    }),
  ];
}

function scenarioSchema() {
  const faults = FAULTS.map((fault) => {
    const type = { const: 'fault' };
    const params = bag(fault.params);
    return record(['type', 'id', 'at', 'fault', 'target'], {
      type,
      ...traits,
      ...beginning,
      duration: TIME,
      fault: { const: fault.id },
      target: TEXT,
      params,
      ...(fault.grows !== undefined && { ramp: TIME, fall: TIME }),
      repeat: record(['every'], { every: TIME, times: { type: 'integer', minimum: 2, maximum: LIMITS.repeats } }),
    });
  });
  const change = record(['type', 'id', 'at', 'target', 'param', 'value'], {
    type: { const: 'change' },
    ...traits,
    ...beginning,
    target: ID,
    param: TEXT,
  });
  const note = record(['type', 'id', 'at', 'text'], { type: { const: 'note' }, ...traits, text: TEXT });
  const bound = { enum: ['most', 'least'] };
  const objective = {
    id: ID,
    metric: { anyOf: [{ enum: OBJECTIVE_METRICS }, { type: 'string', pattern: '^part:[a-z0-9-]+\\.[A-Za-z0-9]+$' }] },
    bound,
    value: { type: 'number' },
    class: { type: 'string' },
  };
  return record([], {
    seed: { type: 'integer', minimum: 0, maximum: 4294967295 },
    durationMs: TIME,
    warmupMs: TIME,
    timeline: list({ oneOf: [...faults, change, note, ...trialSchemas()] }, LIMITS.timeline),
    objectives: list(record(['id', 'metric', 'bound', 'value'], objective), LIMITS.objectives),
  });
}

function bag(specs: ParamSpecs) {
  const properties = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, valueSchema(spec)]));
  return { type: 'object', properties, additionalProperties: false };
}

function valueSchema(spec: ParamSpec): object {
  const words = { title: spec.label, description: spec.help, default: spec.default };
  switch (spec.type) {
    case 'number':
      return { ...words, type: spec.whole ? 'integer' : 'number', minimum: spec.min, maximum: spec.max };
    case 'choice':
      return { ...words, enum: spec.options.map((o) => o.value) };
    case 'flag':
      return { ...words, type: 'boolean' };
    case 'classes':
      return { ...words, type: 'array', items: { type: 'string' } };
    case 'trace':
      return { ...words, type: 'object', required: ['every', 'values'] };
    case 'distribution':
      return { ...words, type: 'object', required: ['type'] };
  }
}
