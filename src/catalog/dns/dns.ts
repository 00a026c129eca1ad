/**
 * DNS: a name that callers resolve before they call what it points to. Nothing passes through it: the call goes from the caller's
 * own place to the address. Its instances are the domain's servers, needed only by resolvers whose answer has run out, so that an
 * outage shows only as answers expire. Records are its links; a change is seen as answers run out, resolver by resolver.
 */
import type { StationContext } from '../../engine/station.ts';
import { NameChoice } from '../../mechanisms/names/choice.ts';
import { NAME_FIGURES } from '../../mechanisms/names/figures.ts';
import { NameStation } from '../../mechanisms/names/name-station.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { defineKind } from '../kind.ts';
import { dnsEstimate } from './estimate.ts';
import { DNS_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof DNS_PARAMETERS>;

class Dns extends NameStation<Values> {
  readonly #choice: NameChoice;

  constructor(context: StationContext, values: Values) {
    super(context, values);
    const { sim, node } = context;
    const luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/answers`);
    this.#choice = new NameChoice(context, this.list, this.health.healthy, luck);
  }

  override configure(values: Readonly<Record<string, unknown>>): void {
    const before = this.values.policy;
    super.configure(values);
    if (this.values.policy !== before) this.names.epoch++;
  }

  protected choose(group: number, origin: number): readonly number[] {
    return this.#choice.choose(this.values.policy, group, origin, this.values.addresses);
  }

  protected triesNext(values: Values): boolean {
    return values.nextAddress;
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
  abilities: ['flush', 'names'],
  face: ['resolutions', 'hitRatio'],
  figures: NAME_FIGURES,
  choosesTarget: true,
  choosesInstance: true,
  resolves: true,
  costs: () => [{ price: 'dns', each: { figure: 'lookups' } }],
  estimate: dnsEstimate,
  build: (context, values) => new Dns(context, values),
});
