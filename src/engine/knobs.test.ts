import { describe, expect, it } from 'vitest';
import { Stream } from '../std/random.ts';
import { DOWN_SILENT, either, Knobs } from './knobs.ts';

describe('knobs', () => {
  it('at rest say that all is well, whatever they said before', () => {
    const turned = new Knobs(3, 2, 2);
    for (const value of Object.values(turned)) if (ArrayBuffer.isView(value)) (value as Uint8Array).fill(DOWN_SILENT);
    turned.cuts.push(new Uint8Array(3));
    turned.between.push({ sides: new Uint8Array(3), from: 1, delay: 1, jitter: 1, loss: 1 });
    turned.rest();
    expect(turned).toEqual(new Knobs(3, 2, 2));
    expect([...turned.slow, ...turned.traffic]).toEqual([1, 1, 1, 1, 1]);
  });

  it('a cut parts the two sides and nobody else', () => {
    const knobs = new Knobs(4, 1, 0);
    knobs.cuts.push(Uint8Array.from([1, 2, 0, 2]));
    const pairs = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].filter((b) => knobs.parted(a, b)).map((b) => `${a}${b}`));
    expect(pairs).toEqual(['01', '03', '10', '30']);
    knobs.cuts.push(Uint8Array.from([0, 2, 1, 0]));
    expect([knobs.parted(1, 2), knobs.parted(2, 1), knobs.parted(1, 3)]).toEqual([true, true, false]);
  });

  it('a one-way cut loses what the first side sends to the second, and nothing else', () => {
    const knobs = new Knobs(3, 1, 0);
    knobs.oneWay.push(Uint8Array.from([1, 2, 0]));
    expect([knobs.parted(0, 1), knobs.parted(1, 0), knobs.parted(0, 2), knobs.parted(2, 1)]).toEqual([true, false, false, false]);
  });

  it('what lies between two sides is felt by what one of them sends to the other, and adds up', () => {
    const knobs = new Knobs(4, 1, 0);
    const luck = new Stream(1, 'between');
    const sides = Uint8Array.from([1, 2, 0, 2]);
    const delays = () => [0, 1, 2, 3].map((a) => [0, 1, 2, 3].map((b) => knobs.late(a, b, luck)).join(' '));
    knobs.between.push({ sides, from: 1, delay: 5, jitter: 0, loss: 0 });
    expect(delays()).toEqual(['0 5 0 5', '0 0 0 0', '0 0 0 0', '0 0 0 0']);
    knobs.between.push({ sides, from: 2, delay: 7, jitter: 0, loss: 0.5 }, { sides, from: 2, delay: 1, jitter: 0, loss: 0.5 });
    expect(delays()).toEqual(['0 5 0 5', '8 0 0 0', '0 0 0 0', '8 0 0 0']);
    expect([knobs.delayBetween(1, 0), knobs.lossBetween(1, 0), knobs.lossBetween(0, 1)]).toEqual([8, 0.75, 0]);
    expect([knobs.strays(0, 1, luck), knobs.strays(2, 1, luck)]).toEqual([false, false]);
  });

  it('two chances combine as independent ones, in either order', () => {
    expect(either(0, 0.3)).toBe(0.3);
    expect(either(0.5, 0.5)).toBe(0.75);
    expect(either(1, 0.2)).toBe(1);
    expect(either(0.2, 0.7)).toBeCloseTo(either(0.7, 0.2), 15);
  });
});
