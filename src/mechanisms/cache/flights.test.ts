import { describe, expect, it } from 'vitest';
import { FLAGS, Requests, THERE } from '../../engine/requests.ts';
import { Flights } from './flights.ts';

describe('loads under way', () => {
  const requests = new Requests(100);
  const arrived = () => {
    const row = requests.take();
    requests.ints[row + FLAGS] = THERE;
    return row;
  };

  it('are one for each thing at each instance, and know who waits, in order', () => {
    const flights = new Flights(requests);
    const flight = flights.begin(3, 7, 100, 1);
    expect(flights.under(3, 7)).toBe(flight);
    expect(flights.under(4, 7)).toBe(undefined);
    expect(flights.get(flight.id)).toBe(flight);
    const [a, b, c] = [arrived(), arrived(), arrived()];
    for (const row of [a, b, c]) flights.wait(flight, row);
    // One that ended meanwhile waits no more, whoever has its row by then.
    requests.free(b);
    const again = arrived();
    expect(again).toBe(b);
    expect(flights.end(flight)).toEqual([a, c]);
    expect([flights.under(3, 7), flights.get(flight.id)]).toEqual([undefined, undefined]);
  });

  it('end with their instance', () => {
    const flights = new Flights(requests);
    const [here, there] = [flights.begin(0, 1, 5, 0), flights.begin(1, 1, 5, 0)];
    flights.clear(0);
    expect([flights.get(here.id), flights.get(there.id)]).toEqual([undefined, there]);
  });
});
