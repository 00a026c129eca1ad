/**
 * Parameter specs: the one description of a setting from which the inspector, reading, defaults, help and the
 * printed catalogue all follow. Data only; it knows neither kinds nor faults nor links, which all use it.
 */
import type { Distribution } from './distribution.ts';
import type { Trace } from './trace.ts';

/** What a document may hold for one parameter. Numbers are in document units: ms, 1/s, bytes, 0…1, counts. */
export type ParamValue = number | string | boolean | readonly string[] | Distribution | Trace;

/** Unit of a number, which decides how it is typed and printed. */
export type Unit = 'ms' | 'perSecond' | 'ratio' | 'bytes' | 'bytesPerSecond' | 'count' | 'factor' | 'usd';

/** Another parameter and the values of it that count. */
export interface ShownIf {
  readonly param: string;
  readonly is: readonly (string | boolean)[];
}

interface Described {
  /** What people call it, in sentence case. */
  readonly label: string;
  /** One plain sentence: what it does. */
  readonly help: string;
  /** Heading under which the inspector files it. */
  readonly group: string;
  /** Where the default comes from; 'chosen' when it is ours. */
  readonly source: string;
  /** Shown only while another parameter that is shown has one of these values; of several such, any. */
  readonly shownIf?: ShownIf | readonly ShownIf[];
  /** False when changing it in a running simulation needs a new run; true when it takes effect at once. */
  readonly live: boolean;
}

export interface NumberSpec extends Described {
  readonly type: 'number';
  readonly unit: Unit;
  readonly min: number;
  readonly max: number;
  readonly default: number;
  readonly whole: boolean;
  /** The word shown for 0 where 0 means "not used", e.g. `off`, `no limit`. */
  readonly zero?: string;
}

export interface ChoiceSpec extends Described {
  readonly type: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string; readonly help: string }[];
  readonly default: string;
}

export interface FlagSpec extends Described {
  readonly type: 'flag';
  readonly default: boolean;
}

/** A random duration in milliseconds. */
export interface DistributionSpec extends Described {
  readonly type: 'distribution';
  readonly default: Distribution;
}

/** A set of request-class ids; empty means every class, unless `empty` says what else. */
export interface ClassesSpec extends Described {
  readonly type: 'classes';
  /** The words shown for an empty set where it does not mean every class, e.g. `none`. */
  readonly empty?: string;
  readonly default: readonly string[];
}

/** A recorded trace of traffic, pasted or read from a file. */
export interface TraceSpec extends Described {
  readonly type: 'trace';
  readonly default: Trace;
}

export type ParamSpec = NumberSpec | ChoiceSpec | FlagSpec | DistributionSpec | ClassesSpec | TraceSpec;

/** Parameters by name, in the order in which they are shown. */
export type ParamSpecs = Readonly<Record<string, ParamSpec>>;

/** The plain values that a set of specs describes. */
export type ValuesOf<S extends ParamSpecs> = {
  readonly [K in keyof S]: S[K] extends NumberSpec
    ? number
    : S[K] extends ChoiceSpec
      ? string
      : S[K] extends FlagSpec
        ? boolean
        : S[K] extends DistributionSpec
          ? Distribution
          : S[K] extends TraceSpec
            ? Trace
            : readonly string[];
};

/** Parameters as a document holds them: only what differs from the default. */
export type ParamBag = Readonly<Record<string, ParamValue>>;

/** The value in force: the document's own, else the spec's default. The bag must have passed `read`. */
export function valueIn(specs: ParamSpecs, bag: ParamBag, name: string): ParamValue {
  const spec = specs[name];
  if (spec === undefined) throw new RangeError(`no parameter ${name}`);
  return Object.hasOwn(bag, name) ? (bag[name] ?? spec.default) : spec.default;
}

/** Whether a parameter means anything beside the others of its bag: what it is shown only with is so. */
export function isMeant(specs: ParamSpecs, bag: ParamBag, name: string, depth = 0): boolean {
  const conditions = specs[name]?.shownIf;
  if (conditions === undefined || depth > 8) return true;
  return [conditions].flat().some(({ param, is }: ShownIf) => {
    if (!Object.hasOwn(specs, param)) return true;
    const value = valueIn(specs, bag, param);
    return is.some((wanted) => wanted === value) && isMeant(specs, bag, param, depth + 1);
  });
}

/** All values in force, typed by their specs. The bag must have passed `read`. */
export function valuesOf<S extends ParamSpecs>(specs: S, bag: ParamBag): ValuesOf<S> {
  const before = known.get(bag);
  if (before !== undefined && before.specs === specs) return before.values as ValuesOf<S>;
  const values: Record<string, ParamValue> = {};
  for (const name of Object.keys(specs)) values[name] = valueIn(specs, bag, name);
  known.set(bag, { specs, values });
  return values as ValuesOf<S>;
}

/** Values by their bag, which never changes: an edit makes a new one. Predictions and advice ask for the same ones again and again. */
const known = new WeakMap<ParamBag, { readonly specs: ParamSpecs; readonly values: Readonly<Record<string, ParamValue>> }>();
