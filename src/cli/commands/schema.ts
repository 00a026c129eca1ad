/**
 * `schema`: JSON Schema (2020-12) of the document, made from the registries, or of the report with `--output`. The gate
 * itself is `design/read`; the schema is for editors and other programs.
 */
import { KINDS } from '../../catalog/index.ts';
import { LIMITS, OBJECTIVE_METRICS } from '../../design/document.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { FAULTS } from '../../faults/index.ts';
import type { ParamSpec, ParamSpecs } from '../../std/parameter.ts';
import { printJson } from '../output.ts';
import { REPORT_SCHEMA } from '../report-schema.ts';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

export function schemaCommand(output: boolean): number {
  printJson({ $schema: DIALECT, ...(output ? REPORT_SCHEMA : documentSchema()) });
  return 0;
}

function documentSchema() {
  const id = { type: 'string', pattern: '^[a-z0-9-]+$', maxLength: LIMITS.idLength };
  const text = { type: 'string', maxLength: LIMITS.textLength };
  const place = { type: 'number', minimum: -LIMITS.coordinate, maximum: LIMITS.coordinate };
  const time = { type: 'number', minimum: 0, maximum: LIMITS.durationMs };
  const nodes = KINDS.map((kind) => ({
    type: 'object',
    required: ['id', 'kind'],
    properties: {
      id,
      kind: { const: kind.id },
      name: text,
      x: place,
      y: place,
      region: text,
      zones: { type: 'array', items: text },
      params: bag(kind.params),
    },
  }));
  const faults = FAULTS.map((fault) => ({
    type: 'object',
    required: ['type', 'at', 'fault', 'target'],
    properties: {
      type: { const: 'fault' },
      id,
      at: time,
      duration: time,
      fault: { const: fault.id },
      target: text,
      params: bag(fault.params),
    },
  }));
  const change = {
    type: 'object',
    required: ['type', 'at', 'target', 'param', 'value'],
    properties: { type: { const: 'change' }, id, at: time, target: id, param: text },
  };
  const note = { type: 'object', required: ['type', 'at', 'text'], properties: { type: { const: 'note' }, id, at: time, text } };
  const link = { type: 'object', required: ['from', 'to'], properties: { id, from: id, to: id, params: bag(LINK_PARAMETERS) } };
  const bytes = { type: 'number', minimum: 0 };
  const one = {
    type: 'object',
    required: ['id'],
    properties: { id, name: text, route: text, write: { type: 'boolean' }, weight: bytes, bytesUp: bytes, bytesDown: bytes },
  };
  const objective = {
    type: 'object',
    required: ['metric', 'bound', 'value'],
    properties: {
      id,
      metric: { enum: OBJECTIVE_METRICS },
      bound: { enum: ['most', 'least'] },
      value: { type: 'number' },
      class: { type: 'string' },
    },
  };
  const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems });
  const scenario = {
    type: 'object',
    properties: {
      seed: { type: 'integer', minimum: 0, maximum: 4294967295 },
      durationMs: time,
      warmupMs: time,
      timeline: list({ oneOf: [...faults, change, note] }, LIMITS.timeline),
      objectives: list(objective, LIMITS.objectives),
    },
  };
  return {
    title: 'Loadbearing design',
    type: 'object',
    required: ['version', 'nodes', 'links'],
    properties: {
      version: { const: 1 },
      title: text,
      about: text,
      classes: list(one, LIMITS.classes),
      nodes: list({ oneOf: nodes }, LIMITS.nodes),
      links: list(link, LIMITS.links),
      scenario,
    },
  };
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
    case 'distribution':
      return { ...words, type: 'object', required: ['type'] };
  }
}
