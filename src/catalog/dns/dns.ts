/**
 * DNS: a name that callers resolve before they call what it points to. Nothing passes through it: the call goes from the caller's
 * own place to the address. Its instances are the domain's servers, needed only by resolvers whose answer has run out, so that an
 * outage shows only as answers expire. Records are its links; a change is seen as answers run out, resolver by resolver.
 */
import type { Station, StationContext } from '../../engine/station.ts';
import { type AddressList, addressList, weigh } from '../../mechanisms/names/addresses.ts';
import { NameChoice } from '../../mechanisms/names/choice.ts';
import { NAME_FIGURES, writeNameFigures } from '../../mechanisms/names/figures.ts';
import { NameHealth } from '../../mechanisms/names/health.ts';
import { NAME_EVENTS, Names } from '../../mechanisms/names/names.ts';
import { callerSettings, resolverSettings } from '../../mechanisms/names/parameters.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { defineKind } from '../kind.ts';
import { dnsEstimate } from './estimate.ts';
import { DNS_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof DNS_PARAMETERS>;

class Dns implements Station {
  readonly #c: StationContext;
  readonly #list: AddressList;
  readonly #names: Names;
  readonly #health: NameHealth;
  #values: Values;

  constructor(context: StationContext, values: Values) {
    const { sim, node } = context;
    this.#c = context;
    this.#values = values;
    this.#list = addressList(context.far, context.classes.length);
    this.#health = new NameHealth(context, this.#list.addresses, values, NAME_EVENTS, () => {
      this.#names.epoch++;
    });
    const luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/answers`);
    const choice = new NameChoice(context, this.#list, this.#health.healthy, luck);
    this.#names = new Names(
      context,
      this.#list,
      callerSettings(values, values.nextAddress),
      resolverSettings(values),
      values.resolvers,
      (group, origin) => choice.choose(this.#values.policy, group, origin, this.#values.addresses),
    );
  }

  start(): void {
    this.#health.start();
  }

  route(row: number): number {
    return this.#names.route(row);
  }

  arrive(): void {
    throw new Error('nothing reaches a name');
  }

  answered(row: number, child: number): void {
    this.#names.answered(row, child);
  }

  wake(what: number, a: number): void {
    if (what < NAME_EVENTS) this.#names.event(what, a);
    else this.#health.event(what, a);
  }

  crash(instance: number): void {
    this.#health.crash(instance);
  }

  restart(instance: number): void {
    this.#health.restart(instance);
  }

  strike(): void {
    this.#names.resolvers.flush();
  }

  reweigh(link: number, weight: number): void {
    weigh(this.#list, link, weight);
    this.#names.epoch++;
  }

  configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.#values;
    const next = values as Values;
    this.#values = next;
    this.#names.settings = callerSettings(next, next.nextAddress);
    this.#names.resolvers.settings = resolverSettings(next);
    this.#health.configure(next);
    if (next.policy !== before.policy) this.#names.epoch++;
  }

  forgetCounts(): void {
    this.#names.forgetCounts();
  }

  figures(out: Float64Array, at: number): void {
    writeNameFigures(this.#names, this.#c.sim, out, at);
  }
}

export const dns = defineKind({
  id: 'dns',
  name: 'DNS',
  group: 'edge',
  role: 'relay',
  summary: 'A name: callers look up where it leads, and then go there by themselves.',
  about:
    'A domain name with its records and the servers that answer for it. Its links are the records: A and AAAA to the instances at their far ends, a ' +
    "link only for one class (mail, say) being a record of its own such as MX. Callers keep answers, their resolvers keep them for the others, so the domain's " +
    'servers are asked rarely, a change is seen late and their outage is felt late. A call goes from where its caller stands straight to the address. ' +
    'Retries on a link to it ask for the name again. Left out here: DNSSEC, truncated answers, attacks on resolvers.',
  params: DNS_PARAMETERS,
  links: { in: true, out: true },
  abilities: ['flush'],
  face: ['resolutions', 'hitRatio'],
  figures: NAME_FIGURES,
  choosesTarget: true,
  choosesInstance: true,
  resolves: true,
  estimate: dnsEstimate,
  build: (context, values) => new Dns(context, values),
});
