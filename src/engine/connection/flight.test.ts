import { describe, expect, it } from 'vitest';
import { Stream } from '../../std/random.ts';
import { Flight } from './flight.ts';

const stream = () => new Stream(7, 'packets');

describe('a flight of packets', () => {
  it('loses each with its chance, whatever their number', () => {
    const [flight, luck] = [new Flight(), stream()];
    let lost = 0;
    for (let i = 0; i < 4000; i++) {
      flight.draw(25, 0.04, luck);
      expect(flight.lost + flight.through).toBe(25);
      expect(flight.noticed + flight.tail).toBe(flight.lost);
      lost += flight.lost;
    }
    expect(lost / 100_000).toBeCloseTo(0.04, 2);
  });

  it('notices a loss that three later packets follow, and no other', () => {
    const [flight, luck] = [new Flight(), stream()];
    for (let i = 0; i < 2000; i++) {
      flight.draw(3, 0.3, luck);
      // Of three packets never three follow one.
      expect(flight.noticed).toBe(0);
      expect(flight.after).toBeLessThan(3);
      flight.draw(30, 0.01, luck);
      // One loss alone among many is missed only among the last three.
      if (flight.lost === 1) expect(flight.tail === 1).toBe(flight.after < 3 && flight.noticed === 0);
    }
  });

  it('of one packet is lost as often as it should be', () => {
    const [flight, luck] = [new Flight(), stream()];
    let lost = 0;
    for (let i = 0; i < 50_000; i++) {
      flight.draw(1, 0.1, luck);
      lost += flight.lost;
    }
    expect(lost / 50_000).toBeCloseTo(0.1, 2);
  });

  it('draws nothing where nothing or everything is lost', () => {
    const [flight, luck] = [new Flight(), stream()];
    flight.draw(10, 0, luck);
    expect(flight).toMatchObject({ lost: 0, through: 10 });
    flight.draw(10, 1, luck);
    expect(flight).toMatchObject({ lost: 10, through: 0, tail: 10, after: 0 });
    expect(luck.uniform()).toBe(stream().uniform());
  });
});
