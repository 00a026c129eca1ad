/**
 * The policies of a link as switches. Which groups of parameters can be switched off as a whole is read from the specs (the first one
 * is off by default), so a new policy gets its chip without a line here; only the values of the first click are a choice of ours.
 */
import type { ParamSpecs, ParamValue } from '../../../src/std/parameter.ts';

export interface PolicySwitch {
  /** The group of parameters that it switches. */
  readonly group: string;
  /** The parameter that turns it on and off. */
  readonly param: string;
  /** What one click sets. */
  readonly on: readonly (readonly [param: string, value: ParamValue])[];
}

/** First-click values, by the switching parameter (chosen; sources stand with the specs). */
const PRESETS: Readonly<Record<string, readonly (readonly [string, ParamValue])[]>> = {
  timeout: [['timeout', 1000]],
  retries: [
    ['retries', 2],
    ['retryBudget', 0.2],
  ],
  breaker: [['breaker', true]],
  pool: [['pool', 10]],
  deadline: [
    ['deadline', 1000],
    ['deadlinePass', true],
  ],
  bulkhead: [['bulkhead', 25]],
}; // prettier-ignore

/** Groups whose first parameter is a number with a word for 0, or a flag, and off by default. */
export function policySwitches(specs: ParamSpecs, groups: readonly string[]): readonly PolicySwitch[] {
  return groups.flatMap((group) => {
    const first = Object.entries(specs).find(([, spec]) => spec.group === group);
    if (first === undefined) return [];
    const [param, spec] = first;
    if (spec.type === 'flag' && !spec.default) return [{ group, param, on: presets(specs, param, true) }];
    if (spec.type !== 'number' || spec.zero === undefined || spec.default !== 0) return [];
    return [{ group, param, on: presets(specs, param, spec.whole ? Math.max(1, spec.min) : spec.max / 10) }];
  });
}

function presets(specs: ParamSpecs, param: string, otherwise: ParamValue): PolicySwitch['on'] {
  const known = Object.hasOwn(PRESETS, param) ? PRESETS[param] : undefined;
  return known?.filter(([name]) => Object.hasOwn(specs, name)) ?? [[param, otherwise]];
}

/** Whether the policy stands, judged by the value of its switching parameter. */
export const isOn = (value: ParamValue): boolean => value !== 0 && value !== false;
