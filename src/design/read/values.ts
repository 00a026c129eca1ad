/**
 * Reading parameter values against their specs: the one place that says what a setting may be, for documents, links,
 * the clipboard and edits alike. What equals the default is left out, because a document holds only differences.
 */
import { unreachable } from '../../std/assert.ts';
import { checkDistribution, type Distribution, MAX_EMPIRICAL_VALUES } from '../../std/distribution.ts';
import type { ParamBag, ParamSpec, ParamSpecs, ParamValue } from '../../std/parameter.ts';
import { err, ok, type Result } from '../../std/result.ts';
import { checkTrace, MAX_TRACE_VALUES, type Trace } from '../../std/trace.ts';
import { LIMITS } from '../document.ts';
import { type Fields, plain, shown, wrongNumber } from './intake.ts';

/** Why a value is refused: a stable code, and a sentence. */
export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/** A bag as a document may hold it: known parameters only, in the order of the specs, without those at their default. */
export function readParams(fields: Fields | undefined, specs: ParamSpecs, classes: ReadonlySet<string>): ParamBag {
  const bag: Record<string, ParamValue> = {};
  if (fields === undefined) return bag;
  for (const name of Object.keys(specs)) {
    const spec = specs[name];
    const raw = fields.raw(name);
    if (spec === undefined || raw === undefined) continue;
    const value = readValue(spec, raw, classes);
    if (!value.ok) {
      fields.refuse(name, value.error.code, value.error.message);
      continue;
    }
    fields.rebuilt(name, value.value);
    if (!sameValue(value.value, spec.default)) bag[name] = value.value;
  }
  return bag;
}

/** A value that fits its spec, rebuilt from its own known parts. */
export function readValue(spec: ParamSpec, raw: unknown, classes: ReadonlySet<string>): Result<ParamValue, Refusal> {
  switch (spec.type) {
    case 'number': {
      const wrong = wrongNumber(raw, spec);
      return wrong === undefined ? ok(plain(raw as number)) : err({ code: wrong.code, message: `${spec.label} must be ${wrong.message}` });
    }
    case 'flag':
      return typeof raw === 'boolean' ? ok(raw) : refusal('wrong-type', `${spec.label} must be true or false, not ${shown(raw)}.`);
    case 'choice': {
      const values = spec.options.map((option) => option.value);
      if (typeof raw === 'string' && values.includes(raw)) return ok(raw);
      return refusal('unknown-option', `${spec.label} must be one of ${values.join(', ')}; not ${shown(raw)}.`);
    }
    case 'distribution': {
      const read = readDistribution(raw, 0);
      return read.ok ? read : refusal('bad-distribution', `${spec.label}: ${read.error}`);
    }
    case 'trace':
      return readTrace(spec.label, raw);
    case 'classes':
      return readClassList(spec.label, raw, classes);
    default:
      return unreachable(spec);
  }
}

/** Whether two values of one parameter are the same. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>];
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(y, key) && sameValue(x[key], y[key]));
}

function refusal(code: string, message: string): Result<never, Refusal> {
  return err({ code, message });
}

function readClassList(label: string, raw: unknown, classes: ReadonlySet<string>): Result<readonly string[], Refusal> {
  if (!Array.isArray(raw)) return refusal('wrong-type', `${label} must be a list of request classes, not ${shown(raw)}.`);
  if (raw.length > LIMITS.classes) return refusal('too-many', `${label}: at most ${LIMITS.classes} request classes.`);
  const ids: string[] = [];
  for (const id of raw as unknown[]) {
    if (typeof id !== 'string' || !classes.has(id)) return refusal('unknown-class', `${label}: there is no request class ${shown(id)}.`);
    if (!ids.includes(id)) ids.push(id);
  }
  return ok(ids);
}

function readTrace(label: string, raw: unknown): Result<Trace, Refusal> {
  const [every, values] = [own(raw, 'every'), own(raw, 'values')];
  if (typeof every !== 'number' || !Array.isArray(values)) return refusal('bad-trace', `${label} must be a trace, not ${shown(raw)}.`);
  if (values.length > MAX_TRACE_VALUES) return refusal('bad-trace', `${label}: at most ${MAX_TRACE_VALUES} values.`);
  const numbers: number[] = [];
  for (const value of values as unknown[]) {
    if (typeof value !== 'number') return refusal('bad-trace', `${label}: every value must be a number, not ${shown(value)}.`);
    numbers.push(plain(value));
  }
  const trace = { every: plain(every), values: numbers };
  const wrong = checkTrace(trace);
  return wrong === undefined ? ok(trace) : refusal('bad-trace', `${label}: ${wrong}`);
}

/** How deep mixtures are looked into; what checkDistribution allows is judged there, this only bounds the work. */
const DEEPEST_MIXTURE = 2;

/** The numbers that each plain sort of distribution is made of. */
const NUMBERS: Readonly<Record<Exclude<Distribution['type'], 'mixture' | 'empirical'>, readonly string[]>> = {
  constant: ['value'],
  uniform: ['min', 'max'],
  exponential: ['mean'],
  normal: ['mean', 'sd'],
  gamma: ['mean', 'shape'],
  lognormal: ['p50', 'p99'],
  'lognormal-cv': ['mean', 'cv'],
  pareto: ['min', 'max', 'alpha'],
};

function readDistribution(raw: unknown, depth: number): Result<Distribution, string> {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return err(`this must be a distribution, not ${shown(raw)}.`);
  const type = own(raw, 'type');
  const built =
    type === 'mixture' ? mixture(own(raw, 'parts'), depth + 1) : type === 'empirical' ? empirical(own(raw, 'values')) : simple(type, raw);
  if (!built.ok) return built;
  const wrong = checkDistribution(built.value);
  return wrong === undefined ? built : err(wrong);
}

function simple(type: unknown, raw: object): Result<Distribution, string> {
  if (typeof type !== 'string' || !Object.hasOwn(NUMBERS, type)) {
    return err(`there is no distribution ${shown(type)}; use ${[...Object.keys(NUMBERS), 'mixture', 'empirical'].join(', ')}.`);
  }
  const built: Record<string, unknown> = { type };
  for (const name of NUMBERS[type as keyof typeof NUMBERS]) {
    const x = own(raw, name);
    if (typeof x !== 'number' || !Number.isFinite(x)) return err(`${name} must be a number, not ${shown(x)}.`);
    built[name] = plain(x);
  }
  return ok(built as Distribution);
}

function mixture(raw: unknown, depth: number): Result<Distribution, string> {
  if (depth > DEEPEST_MIXTURE) return err('A mixture inside a mixture may not hold a third.');
  if (!Array.isArray(raw) || raw.length > MAX_EMPIRICAL_VALUES) return err('A mixture needs a list of parts.');
  const parts: { weight: number; of: Distribution }[] = [];
  for (const part of raw as unknown[]) {
    const weight = own(part, 'weight');
    if (typeof weight !== 'number' || !Number.isFinite(weight)) return err(`weight must be a number, not ${shown(weight)}.`);
    const of = readDistribution(own(part, 'of'), depth);
    if (!of.ok) return of;
    parts.push({ weight: plain(weight), of: of.value });
  }
  return ok({ type: 'mixture', parts });
}

function empirical(raw: unknown): Result<Distribution, string> {
  if (!Array.isArray(raw) || raw.length > MAX_EMPIRICAL_VALUES)
    return err(`Measured values are a list of 1 to ${MAX_EMPIRICAL_VALUES} numbers.`);
  const values: number[] = [];
  for (const x of raw as unknown[]) {
    if (typeof x !== 'number' || !Number.isFinite(x)) return err(`every value must be a number, not ${shown(x)}.`);
    values.push(plain(x));
  }
  return ok({ type: 'empirical', values });
}

/** An own property of a value that may be anything. */
function own(raw: unknown, name: string): unknown {
  return typeof raw === 'object' && raw !== null && Object.hasOwn(raw, name) ? (raw as Record<string, unknown>)[name] : undefined;
}
