import { describe, expect, it } from 'vitest';
import { LINK_PARAMETERS } from '../../../src/engine/policy/link-parameters.ts';
import type { ParamSpecs } from '../../../src/std/parameter.ts';
import { isOn, policySwitches } from './policy.ts';

const specs: ParamSpecs = LINK_PARAMETERS;
const groups = [...new Set(Object.values(specs).map((spec) => spec.group))];

describe('the policies of a link', () => {
  it('are the groups that are off by default, found in the specs', () => {
    expect(policySwitches(specs, groups).map(({ group }) => group)).toEqual(
      expect.arrayContaining(['Timeout', 'Retry', 'Breaker', 'Pool']),
    );
    expect(policySwitches(specs, ['Network', 'Calls', 'Target'])).toEqual([]);
  });

  it('are turned on by values that the specs allow and that differ from off', () => {
    for (const { param, on } of policySwitches(specs, groups)) {
      expect(on[0]?.[0]).toBe(param);
      for (const [name, value] of on) {
        const spec = specs[name];
        expect(isOn(value), name).toBe(true);
        if (spec?.type === 'number') expect(Number(value) >= spec.min && Number(value) <= spec.max, name).toBe(true);
        else expect(spec?.type).toBe('flag');
      }
    }
  });
});
