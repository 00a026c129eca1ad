/**
 * Random values for parameters, drawn from a stream, for tests that hold for all designs.
 */
import { assert, unreachable } from '../std/assert.ts';
import type { Distribution } from '../std/distribution.ts';
import type { ParamBag, ParamSpec, ParamSpecs, ParamValue } from '../std/parameter.ts';
import type { Stream } from '../std/random.ts';

/** Draws from a stream in the ways that random designs need. */
export class Dice {
  readonly #stream: Stream;

  constructor(stream: Stream) {
    this.#stream = stream;
  }

  /** A whole number from 0 to n - 1. */
  below(n: number): number {
    return this.#stream.below(n);
  }

  chance(p: number): boolean {
    return this.#stream.chance(p);
  }

  of<T>(things: readonly T[]): T {
    const thing = things[this.#stream.below(things.length)];
    assert(thing !== undefined, 'dice need something to choose from');
    return thing;
  }

  /** A number of few digits, or of all digits, between two bounds. */
  between(min: number, max: number, whole: boolean): number {
    const x = min + (Math.min(max, min + 1e6) - min) * this.#stream.uniform();
    if (whole) return Math.min(max, Math.ceil(x));
    return this.chance(0.7) ? Math.min(max, Math.max(min, Number(x.toPrecision(2)))) : x;
  }
}

/** About a third of the parameters, at random values. */
export function randomParams(dice: Dice, specs: ParamSpecs, classes: readonly string[]): ParamBag {
  const bag: Record<string, ParamValue> = {};
  for (const [name, spec] of Object.entries(specs)) if (dice.chance(0.3)) bag[name] = randomValue(dice, spec, classes);
  return bag;
}

/** A value that fits a spec. Counts stay small, so that a design stays one that can run. */
export function randomValue(dice: Dice, spec: ParamSpec, classes: readonly string[]): ParamValue {
  switch (spec.type) {
    case 'number':
      return dice.between(spec.min, spec.unit === 'count' ? Math.min(spec.max, spec.min + 8) : spec.max, spec.whole);
    case 'flag':
      return dice.chance(0.5);
    case 'choice':
      return dice.of(spec.options).value;
    case 'distribution':
      return randomDistribution(dice, 0);
    case 'trace':
      return { every: dice.of([0, 100, 1000]), values: Array.from({ length: dice.below(6) }, () => 1 + dice.below(40)) };
    case 'classes':
      return classes.filter(() => dice.chance(0.5));
    default:
      return unreachable(spec);
  }
}

function randomDistribution(dice: Dice, depth: number): Distribution {
  const x = dice.between(0.1, 50, false);
  switch (dice.below(depth > 1 ? 7 : 8)) {
    case 0:
      return { type: 'constant', value: x };
    case 1:
      return { type: 'uniform', min: x, max: x * 3 };
    case 2:
      return { type: 'exponential', mean: x };
    case 3:
      return { type: 'lognormal', p50: x, p99: x * 4 };
    case 4:
      return { type: 'pareto', min: x, max: x * 100, alpha: 1.5 };
    case 5:
      return { type: 'empirical', values: Array.from({ length: 1 + dice.below(6) }, () => dice.between(0.1, 50, false)) };
    case 6:
      return { type: 'gamma', mean: x, shape: 2 };
    default:
      return {
        type: 'mixture',
        parts: Array.from({ length: 1 + dice.below(3) }, () => ({ weight: 1 + dice.below(9), of: randomDistribution(dice, depth + 1) })),
      };
  }
}
