/**
 * A tap on a running simulation: it counts for itself what begins, ends and stays, at the doors through which everything has
 * to pass (a call is sent, a caller dies, a call enters or leaves an instance, a station is woken), so that the simulation's own
 * books can be held against it. It wraps methods of one session and changes nothing that happens there.
 */
import { SPAN } from '../../engine/clock.ts';
import { ARRIVED, CALLER_HOLDS, CLASS, INSTANCE, LINK, SENT } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Session } from '../../run/session.ts';

/** Told of every station's turn: before it is woken, when a call reaches it, and when one that it made ends. */
export interface Listener {
  readonly sent?: (row: number) => void;
  readonly answered?: (node: number, row: number, child: number) => void;
  readonly abandoned?: (row: number) => void;
}

export class Tap {
  /** Per link: calls sent, and attempts whose caller died or had its answer from another attempt. */
  readonly sent: Float64Array;
  readonly abandoned: Float64Array;
  /** Per class: requests that clients began, those that had nowhere to go included. */
  readonly begun: Float64Array;
  /** Per instance: ns that calls spent there which have left. */
  readonly spent: Float64Array;
  /** Times that the clock ran backwards or stood between two nanoseconds, in words. */
  readonly clock: string[] = [];
  readonly #sim: Sim;
  #last = 0;

  constructor(session: Session, listener: Listener = {}) {
    const { sim } = session.compiled;
    this.#sim = sim;
    // The express way knows none of these doors.
    sim.fast = false;
    this.sent = new Float64Array(sim.shape.links);
    this.abandoned = new Float64Array(sim.shape.links);
    this.begun = new Float64Array(sim.shape.classes);
    this.spent = new Float64Array(sim.shape.nodeOf.length);
    this.#watchCalls(session, listener);
    this.#watchMeter();
    this.#watchStations(listener);
  }

  #watchCalls(session: Session, listener: Listener): void {
    const { sim, nodes } = session.compiled;
    const { calls, requests: r } = sim;
    const send = calls.send.bind(calls);
    const abandon = calls.abandon.bind(calls);
    const drop = calls.drop.bind(calls);
    const refuse = sim.refuseAtSource.bind(sim);
    const isSource = nodes.map((node) => node.kind.role === 'source' && node.kind.hostile !== true);
    calls.send = (row) => {
      const link = r.ints[row + LINK]!;
      add(this.sent, link, 1);
      if (isSource[sim.links[link]!.from] === true) add(this.begun, r.ints[row + CLASS]!, 1);
      listener.sent?.(row);
      send(row);
    };
    calls.abandon = (row) => {
      listener.abandoned?.(row);
      abandon(row);
    };
    calls.drop = (row, link) => {
      if (r.has(row, CALLER_HOLDS)) add(this.abandoned, link.index, 1);
      drop(row, link);
    };
    const complete = sim.complete.bind(sim);
    const answer = sim.answerAtSource.bind(sim);
    sim.complete = (row) => {
      // One that was given up before it was sent.
      if (r.times[(row >> 1) + SENT]! < 0) add(this.begun, r.ints[row + CLASS]!, 1);
      complete(row);
    };
    sim.answerAtSource = (cls, instance, stale) => {
      add(this.begun, cls, 1);
      answer(cls, instance, stale);
    };
    sim.refuseAtSource = (cls, instance) => {
      add(this.begun, cls, 1);
      refuse(cls, instance);
    };
  }

  #watchMeter(): void {
    const { clock, meter, calls, requests } = this.#sim;
    const left = meter.left.bind(meter);
    const silent = calls.carriage.fallSilent.bind(calls.carriage);
    meter.left = (instance, outcome) => {
      add(this.spent, instance, clock[SPAN]!);
      left(instance, outcome);
    };
    // A machine that dies records no time for what it held.
    calls.carriage.fallSilent = (row) => {
      add(this.spent, requests.ints[row + INSTANCE]!, this.#sim.now - requests.times[(row >> 1) + ARRIVED]!);
      silent(row);
    };
  }

  #watchStations(listener: Listener): void {
    this.#sim.stations.forEach((station, node) => {
      const arrive = station.arrive.bind(station);
      const wake = station.wake.bind(station);
      const answered = station.answered.bind(station);
      station.arrive = (row) => {
        this.#tick();
        arrive(row);
      };
      station.wake = (what, a, b) => {
        this.#tick();
        wake(what, a, b);
      };
      station.answered = (row, child) => {
        this.#tick();
        listener.answered?.(node, row, child);
        answered(row, child);
      };
    });
  }

  #tick(): void {
    const { now } = this.#sim;
    if (now < this.#last || !Number.isInteger(now)) this.clock.push(`the clock went from ${this.#last} to ${now} ns`);
    this.#last = now;
  }
}

function add(column: Float64Array, i: number, by: number): void {
  column[i] = column[i]! + by;
}
