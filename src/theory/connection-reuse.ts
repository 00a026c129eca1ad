/**
 * How often a call finds a connection that is still open. Exact for calls that come at random (Poisson), end at once and share
 * one connection which is closed after a rest: a new one is opened when the gap since the last call is longer than the rest.
 */
import { exp } from '../std/math.ts';

/** Share of calls that open a connection, `rate` calls and `idle` in one unit of time (per ms and ms, say). */
export function opensConnection(rate: number, idle: number): number {
  return exp(-rate * idle);
}

/** Mean time that set-up adds to a call, when `opens` of them wait for so many round trips and so much work. */
export function meanSetUp(opens: number, roundTrips: number, roundTrip: number, work: number): number {
  return opens * (roundTrips * roundTrip + work);
}
