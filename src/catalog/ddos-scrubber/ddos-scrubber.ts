/**
 * Scrubber of floods (DDoS): traffic is diverted through it, all the time or once a flood has been noticed; most of the attack
 * vanishes in it, and a little of the rest. It has a capacity in bytes and one in packets; beyond it everything suffers alike.
 */
import { SPAN } from '../../engine/clock.ts';
import { CLASS, INSTANCE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { FloodWatch } from '../../mechanisms/inspect/flood-watch.ts';
import { Inspector, type InspectorSettings } from '../../mechanisms/inspect/inspector.ts';
import { Pipe } from '../../mechanisms/limit/pipe.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { scrubberEstimate } from './estimate.ts';
import { SCRUBBER_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof SCRUBBER_PARAMETERS>;

/** Longest wait for capacity, ns (chosen). */
const BUFFERED = 50e6;
const NO_WORKERS = { workers: 1, queueLimit: 0, discipline: 'fifo' } as const;

class Scrubber implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #inspector: Inspector;
  readonly #bytes: Pipe;
  readonly #packets: Pipe;
  readonly #way: Stream;
  /** Undefined where traffic is diverted all the time. */
  readonly #watch: FloodWatch | undefined;
  #values: Values;
  #detour: Sampler;
  /** Requests lost for want of capacity, since the warm-up; and when traffic was diverted for the first time in the run, ns. */
  #overrun = 0;
  #firstDiverted = -1;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#way = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/detour`);
    this.#detour = new Sampler(values.detour, NS_PER_MS);
    this.#inspector = new Inspector(context, ratesOf(values));
    // No work is done on a request: it passes or it does not.
    this.#relay = new Relay(context, NO_WORKERS, () => {});
    this.#bytes = new Pipe(instances);
    this.#packets = new Pipe(instances);
    this.#watch = values.mode === 'always' ? undefined : new FloodWatch(floodOf(values));
    this.#widen();
  }

  arrive(row: number): void {
    const { ints } = this.#sim.requests;
    const bytes = this.#sim.shape.bytesUp[ints[row + CLASS]!]!;
    this.#watch?.saw(this.#sim.now, bytes);
    if (this.#diverts()) this.#scrub(row, ints[row + INSTANCE]! - this.#c.firstInstance, bytes);
    else this.#relay.pass(row);
  }

  wake(_what: number, row: number): void {
    this.#relay.pass(row);
  }

  answered(row: number, child: number): void {
    if (this.#relay.awaits(row)) this.#relay.passBack(row, child);
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#bytes.clear(i);
    this.#packets.clear(i);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#detour = new Sampler(next.detour, NS_PER_MS);
    this.#inspector.configure(ratesOf(next));
    if (this.#watch !== undefined) this.#watch.settings = floodOf(next);
    this.#widen();
  }

  forgetCounts(): void {
    this.#inspector.forgetCounts();
    this.#overrun = 0;
  }

  figures(out: Float64Array, at: number): void {
    const { found, missed, falseAlarms } = this.#inspector;
    out[at] = found + missed > 0 ? found / (found + missed) : Number.NaN;
    out[at + 1] = found;
    out[at + 2] = falseAlarms;
    out[at + 3] = this.#overrun;
    out[at + 4] = this.#diverts() ? 1 : 0;
    out[at + 5] = this.#firstDiverted < 0 ? Number.NaN : this.#firstDiverted / NS_PER_MS;
  }

  #diverts(): boolean {
    return this.#watch === undefined || this.#watch.acts(this.#sim.now);
  }

  #scrub(row: number, i: number, bytes: number): void {
    const sim = this.#sim;
    if (this.#firstDiverted < 0) this.#firstDiverted = sim.now;
    const packets = Math.max(1, Math.ceil(bytes / this.#values.packetBytes));
    if (!this.#bytes.hasRoom(i, sim.now) || !this.#packets.hasRoom(i, sim.now)) {
      this.#overrun++;
      sim.calls.carriage.drop(row);
      return;
    }
    const through = Math.max(this.#bytes.put(i, sim.now, bytes), this.#packets.put(i, sim.now, packets));
    if (this.#inspector.suspects(row)) {
      // Whatever of it is sent again vanishes too, so nothing is.
      sim.calls.carriage.fallSilent(row);
      return;
    }
    sim.clock[SPAN] = sim.work(sim.requests.ints[row + INSTANCE]!, this.#detour.sampleNanos(this.#way) + through);
    sim.wakeRow(this.#c.node, 0, row);
  }

  #widen(): void {
    this.#bytes.rate = this.#values.capacity / NS_PER_S;
    this.#packets.rate = this.#values.packets / NS_PER_S;
    this.#bytes.room = BUFFERED;
    this.#packets.room = BUFFERED;
  }
}

function ratesOf({ attacks, removed, lost }: Values): InspectorSettings {
  return { attacks, detection: removed, falseAlarms: lost };
}

function floodOf({ threshold, detectionTime, diversionTime, calm }: Values) {
  return { threshold, detection: detectionTime * NS_PER_MS, reaction: diversionTime * NS_PER_MS, calm: calm * NS_PER_MS };
}

export const ddosScrubber = defineKind({
  id: 'ddos-scrubber',
  name: 'Flood scrubber',
  group: 'edge',
  role: 'relay',
  summary: 'Takes the attack out of a flood before it reaches what it is aimed at.',
  about:
    'Protection against floods (DDoS). All traffic goes through it all the time, or is diverted once it has flooded for long enough and routes have ' +
    'changed; until then the flood passes. In it most attack requests vanish, and a few of the others; whoever sent them hears nothing. Every request takes ' +
    'a detour. Its capacity is in bytes and in packets, for attack and others together: beyond it requests are lost whatever they are, and sent again. ' +
    'Left out here: floods that fill the way to the scrubber, challenges that tell people from machines, attackers who change what they send.',
  params: SCRUBBER_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['rate', 'removedShare'],
  figures: [
    { id: 'removedShare', label: 'Attack removed', unit: 'ratio', help: 'Share of the attack requests diverted through it that vanished.' },
    { id: 'removed', label: 'Attacks removed', unit: 'count', help: 'Attack requests that vanished in it.' },
    { id: 'lost', label: 'Others lost', unit: 'count', help: 'Other requests that vanished in it by mistake.' },
    { id: 'overrun', label: 'Beyond capacity', unit: 'count', help: 'Requests lost for want of capacity, attack or not.' },
    { id: 'diverted', label: 'Diverted', unit: 'ratio', help: '1 while traffic goes through it.' },
    {
      id: 'divertedAt',
      label: 'First diverted at',
      unit: 'ms',
      help: 'Moment of the run at which traffic went through it for the first time.',
    },
  ],
  costs: () => [{ price: 'vcpu', each: 'instance', amount: 8 }],
  estimate: scrubberEstimate,
  build: (context, values) => new Scrubber(context, values),
});
