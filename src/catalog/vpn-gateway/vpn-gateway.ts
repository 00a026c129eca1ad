/**
 * VPN gateway: the end of encrypted tunnels, one for each user. What comes through is decrypted and passed on, answers are encrypted;
 * both take the same cores, and room in the tunnel. Tunnels must be opened, are limited in number, and die with the gateway: their
 * users send into dead tunnels until they notice.
 */
import { SPAN } from '../../engine/clock.ts';
import { REJECTED, TOO_MANY_CONNECTIONS } from '../../engine/outcome.ts';
import { CAUSE, CLASS, INSTANCE, OUTCOME, SCRATCH_A, SCRATCH_B } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Station, StationContext } from '../../engine/station.ts';
import { FlowTable } from '../../mechanisms/limit/flow-table.ts';
import { Pipe } from '../../mechanisms/limit/pipe.ts';
import { Relay } from '../../mechanisms/relay/relay.ts';
import { Sources } from '../../mechanisms/relay/sources.ts';
import { Cores } from '../../mechanisms/work/cores.ts';
import { Sampler } from '../../std/distribution.ts';
import type { ValuesOf } from '../../std/parameter.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../../std/units.ts';
import { defineKind } from '../kind.ts';
import { vpnEstimate } from './estimate.ts';
import { VPN_PARAMETERS } from './parameters.ts';

type Values = ValuesOf<typeof VPN_PARAMETERS>;

const OPENED = 0;
const THROUGH = 1;
const BACK = 2;
const MEGABYTE = 1e6;
/** Bytes of a packet before the tunnel adds its own (WireGuard: 1,420 of 1,500). */
const PACKET = 1420;
const NO_WORKERS = { workers: 1, queueLimit: 0, discipline: 'fifo' } as const;

/** The tunnels of one copy; by their place in the table, when each is open and until when its user takes a dead one for alive. */
class Tunnels {
  readonly table: FlowTable;
  readonly #openAt: Float64Array;
  readonly #deadUntil: Float64Array;

  constructor(capacity: number, idle: number) {
    this.table = new FlowTable(capacity, idle);
    this.#openAt = new Float64Array(capacity);
    this.#deadUntil = new Float64Array(capacity).fill(-1);
  }

  /** ns until the tunnel that was last found is open. */
  opensIn(now: number): number {
    return Math.max(0, this.#openAt[this.table.slot]! - now);
  }

  /** Whether the tunnel that was last found died, and its user has not noticed. */
  isDead(now: number): boolean {
    return now < this.#deadUntil[this.table.slot]!;
  }

  /** Whether it died and has to be opened again. */
  wasLost(): boolean {
    return this.#deadUntil[this.table.slot]! >= 0;
  }

  open(at: number): void {
    this.#openAt[this.table.slot] = at;
    this.#deadUntil[this.table.slot] = -1;
  }

  /** All die at once; their users notice at a moment. */
  lose(until: number): void {
    this.#deadUntil.fill(until);
  }
}

class VpnGateway implements Station {
  readonly #c: StationContext;
  readonly #sim: Sim;
  readonly #relay: Relay;
  readonly #sources: Sources;
  readonly #tunnels: readonly Tunnels[];
  readonly #luck: Stream;
  readonly #cores: Cores;
  readonly #there: Pipe;
  readonly #back: Pipe;
  #values: Values;
  #work: Sampler;
  #handshake: Sampler;
  #opened = 0;
  #refused = 0;
  #intoDead = 0;
  #since = 0;

  constructor(context: StationContext, values: Values) {
    const { sim, node, instances } = context;
    this.#c = context;
    this.#sim = sim;
    this.#values = values;
    this.#sources = new Sources(context);
    this.#luck = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/work`);
    this.#work = new Sampler(values.time, NS_PER_MS);
    this.#handshake = new Sampler(values.handshake, NS_PER_MS);
    this.#tunnels = Array.from({ length: instances }, () => new Tunnels(values.tunnels, values.idle * NS_PER_MS));
    this.#cores = new Cores(instances, values.cores);
    this.#there = new Pipe(instances);
    this.#back = new Pipe(instances);
    // Cores are not the relay's workers, since answers need them as much as requests do.
    this.#relay = new Relay(context, NO_WORKERS, () => {});
    this.#widen();
  }

  arrive(row: number): void {
    const { now } = this.#sim;
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const tunnels = this.#tunnels[instance - this.#c.firstInstance]!;
    const user = this.#sources.of(row);
    const known = tunnels.table.uses(user, now);
    if (known && tunnels.isDead(now)) {
      this.#intoDead++;
      this.#sim.calls.carriage.drop(row);
      return;
    }
    if (!known && !tunnels.table.opens(user, now)) {
      this.#refused++;
      this.#relay.refuse(row, REJECTED, TOO_MANY_CONNECTIONS);
      return;
    }
    if (!known || tunnels.wasLost()) {
      tunnels.open(now + this.#sim.work(instance, this.#handshake.sampleNanos(this.#luck)));
      this.#opened++;
    }
    const wait = tunnels.opensIn(now);
    if (wait === 0) this.#takeIn(row);
    else this.#later(row, OPENED, wait);
  }

  wake(what: number, row: number): void {
    const { ints } = this.#sim.requests;
    if (what === OPENED) this.#takeIn(row);
    else if (what === THROUGH) this.#relay.pass(row);
    else this.#sim.calls.answer(row, ints[row + SCRATCH_A]!, ints[row + SCRATCH_B]!);
  }

  answered(row: number, child: number): void {
    if (!this.#relay.awaits(row)) return;
    const { ints } = this.#sim.requests;
    const cls = ints[row + CLASS]!;
    this.#sim.calls.relay(row, child);
    ints[row + SCRATCH_A] = ints[child + OUTCOME]!;
    ints[row + SCRATCH_B] = ints[child + CAUSE]!;
    this.#later(row, BACK, this.#crosses(row, this.#sim.shape.bytesDown[cls]!, this.#back));
  }

  crash(instance: number): void {
    const i = instance - this.#c.firstInstance;
    this.#tunnels[i]!.lose(this.#sim.now + this.#values.reconnect * NS_PER_MS);
    for (const one of [this.#cores, this.#there, this.#back]) one.clear(i);
  }

  restart(): void {}

  configure(values: Readonly<Record<string, unknown>>): void {
    const next = values as Values;
    this.#values = next;
    this.#work = new Sampler(next.time, NS_PER_MS);
    this.#handshake = new Sampler(next.handshake, NS_PER_MS);
    for (const { table } of this.#tunnels) table.idle = next.idle * NS_PER_MS;
    this.#widen();
  }

  forgetCounts(): void {
    this.#opened = 0;
    this.#refused = 0;
    this.#intoDead = 0;
    this.#cores.taken = 0;
    this.#since = this.#sim.now;
  }

  figures(out: Float64Array, at: number): void {
    const passed = this.#sim.now - this.#since;
    let open = 0;
    for (const { table } of this.#tunnels) {
      table.expire(this.#sim.now);
      open += table.size;
    }
    out[at] = open;
    out[at + 1] = passed > 0 ? Math.min(1, this.#cores.taken / (passed * this.#c.instances * this.#cores.count)) : Number.NaN;
    out[at + 2] = this.#opened;
    out[at + 3] = this.#refused;
    out[at + 4] = this.#intoDead;
  }

  /** Decrypted, a request goes on. */
  #takeIn(row: number): void {
    const { ints } = this.#sim.requests;
    const ns = this.#crosses(row, this.#sim.shape.bytesUp[ints[row + CLASS]!]!, this.#there);
    this.#later(row, THROUGH, ns + this.#sim.work(ints[row + INSTANCE]!, this.#work.sampleNanos(this.#luck)));
  }

  /** ns that so many bytes take through tunnel and cores, which work at the same time. */
  #crosses(row: number, bytes: number, way: Pipe): number {
    const instance = this.#sim.requests.ints[row + INSTANCE]!;
    const i = instance - this.#c.firstInstance;
    const carried = bytes + Math.ceil(bytes / PACKET) * this.#values.packetOverhead;
    const effort = this.#sim.work(instance, Math.round((bytes / MEGABYTE) * this.#values.megabyteTime * NS_PER_MS));
    return Math.max(way.put(i, this.#sim.now, carried), this.#cores.put(i, this.#sim.now, effort));
  }

  #later(row: number, what: number, ns: number): void {
    this.#sim.clock[SPAN] = ns;
    this.#sim.wakeRow(this.#c.node, what, row);
  }

  #widen(): void {
    const { cores, bandwidth } = this.#values;
    this.#cores.resize(cores);
    this.#there.rate = bandwidth / NS_PER_S;
    this.#back.rate = bandwidth / NS_PER_S;
  }
}

export const vpnGateway = defineKind({
  id: 'vpn-gateway',
  name: 'VPN gateway',
  group: 'edge',
  role: 'relay',
  summary: 'The end of encrypted tunnels: one more hop, cores that encrypt, tunnels that must be opened.',
  about:
    'Users reach what is behind it through a tunnel each, which takes a handshake to open and closes when idle. What comes through is decrypted, answers are ' +
    'encrypted; both take the cores, by their bytes, and bandwidth, with some bytes more for each packet. When the gateway crashes its users go on sending ' +
    'into dead tunnels until they notice, and open new ones. It hides nothing from what is behind it and looks at nothing: a proxy knows requests, a tunnel ' +
    'knows bytes. Left out here: renewal of keys, tunnels between sites, loss inside the tunnel, what the added bytes do on the link before it.',
  params: VPN_PARAMETERS,
  links: { in: true, out: true },
  abilities: [],
  face: ['tunnels', 'coresTaken'],
  figures: [
    { id: 'tunnels', label: 'Tunnels', unit: 'count', help: 'Tunnels in its tables now.' },
    { id: 'coresTaken', label: 'Cores encrypting', unit: 'ratio', help: 'Share of its cores taken by encryption, on average.' },
    { id: 'opened', label: 'Tunnels opened', unit: 'count', help: 'Handshakes made since the warm-up.' },
    { id: 'refused', label: 'Found no place', unit: 'count', help: 'Requests of users who found all tunnels taken.' },
    { id: 'intoDead', label: 'Into dead tunnels', unit: 'count', help: 'Times that a request was lost in a tunnel that had died.' },
  ],
  costs: (values) => [{ price: 'vcpu', each: 'instance', amount: values.cores }],
  estimate: vpnEstimate,
  build: (context, values) => new VpnGateway(context, values),
});
