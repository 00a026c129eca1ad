/**
 * The station that all kinds of names share: records from its links, resolvers and callers' caches, health checks, figures. What it
 * answers is left to the kind. Its instances are the servers of the name.
 */
import { RIGHT } from '../../engine/knobs.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { type AddressList, addressList, weigh } from './addresses.ts';
import { writeNameFigures } from './figures.ts';
import { NameHealth } from './health.ts';
import { NAME_EVENTS, Names } from './names.ts';
import { type CHECK_PARAMETERS, callerSettings, type LIFE_PARAMETERS, type LOOKING_PARAMETERS, resolverSettings } from './parameters.ts';

export type NameValues = ValuesOf<typeof LIFE_PARAMETERS> & ValuesOf<typeof LOOKING_PARAMETERS> & ValuesOf<typeof CHECK_PARAMETERS>;

/** Codes of the health checks' events follow those of the name; what a kind adds stands before both. */
export const FIRST_OWN_EVENT = NAME_EVENTS + 16;

export abstract class NameStation<V extends NameValues> implements Station {
  protected readonly context: StationContext;
  protected readonly list: AddressList;
  protected readonly names: Names;
  protected readonly health: NameHealth;
  protected values: V;
  #misled = RIGHT;

  constructor(context: StationContext, values: V) {
    this.context = context;
    this.values = values;
    this.list = addressList(context.far, context.classes.length);
    this.health = new NameHealth(context, this.list.addresses, values, NAME_EVENTS, () => {
      this.names.epoch++;
    });
    this.names = new Names(
      context,
      this.list,
      callerSettings(values, this.triesNext(values)),
      resolverSettings(values),
      values.resolvers,
      (group, origin) => this.choose(group, origin),
    );
  }

  start(): void {
    this.health.start();
  }

  route(row: number): number {
    return this.names.route(row);
  }

  arrive(): void {
    throw new Error('nothing reaches a name');
  }

  answered(row: number, child: number): void {
    this.names.answered(row, child);
  }

  cancelled(row: number): void {
    this.names.cancelled(row);
  }

  wake(what: number, a: number): void {
    if (what < NAME_EVENTS) this.names.event(what, a);
    else this.health.event(what, a);
  }

  crash(instance: number): void {
    this.health.crash(instance);
  }

  restart(instance: number): void {
    this.health.restart(instance);
  }

  strike(): void {
    this.names.resolvers.flush();
  }

  /** Records that are wrong from now on, or right again, are records changed. */
  turned(): void {
    const misled = this.context.sim.knobs.misled[this.context.node]!;
    if (misled === this.#misled) return;
    this.#misled = misled;
    this.names.epoch++;
  }

  reweigh(link: number, weight: number): void {
    if (weigh(this.list, link, weight)) this.names.epoch++;
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    this.values = values as V;
    this.names.settings = callerSettings(this.values, this.triesNext(this.values));
    this.names.resolvers.settings = resolverSettings(this.values);
    this.health.configure(this.values);
  }

  forgetCounts(): void {
    this.names.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    writeNameFigures(this.names, this.context.sim, out, at);
  }

  /** The addresses of an answer for a resolver where `origin` stands, the best first. */
  protected abstract choose(group: number, origin: number): readonly number[];

  /** Whether callers try the next address of an answer. */
  protected abstract triesNext(values: V): boolean;
}
