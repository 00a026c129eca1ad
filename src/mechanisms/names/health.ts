/**
 * What a name's servers believe of the addresses: each of them probes each address over the link to it, and an address is taken
 * for healthy as most of those that are up see it (as health checkers in several places vote). Not the probes themselves: see
 * detect/health-check.
 */
import { UP } from '../../engine/knobs.ts';
import type { StationContext } from '../../engine/station.ts';
import { Stream } from '../../std/random.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { type CheckSettings, HealthChecks } from '../detect/health-check.ts';
import type { Address } from './addresses.ts';

/** Parameters by which a name checks its addresses. */
export interface CheckValues {
  readonly healthChecks: boolean;
  readonly checkInterval: number;
  readonly checkTimeout: number;
  readonly checkFall: number;
  readonly checkRise: number;
}

export class NameHealth {
  readonly #c: StationContext;
  readonly #checks: HealthChecks;
  readonly #count: number;
  /** By observer × address. */
  readonly #opinion: Uint8Array;
  /** By address, as most see it. */
  readonly healthy: Uint8Array;
  readonly #changed: () => void;
  #on: boolean;

  /** `base`: the station's event codes from here on are the checks'. `changed` is told when the common opinion changes. */
  constructor(context: StationContext, addresses: readonly Address[], values: CheckValues, base: number, changed: () => void) {
    const { sim, node, firstInstance, instances } = context;
    this.#c = context;
    this.#count = addresses.length;
    this.#opinion = new Uint8Array(instances * addresses.length).fill(1);
    this.healthy = new Uint8Array(addresses.length).fill(1);
    this.#changed = changed;
    this.#on = values.healthChecks;
    const observers = { node, first: firstInstance, count: instances };
    const probes = new Stream(sim.shape.seed, `${sim.shape.streamNames[node]}/probes`);
    this.#checks = new HealthChecks(sim, observers, addresses, settingsOf(values), probes, base, (o, a, healthy) => {
      this.#opinion[o * this.#count + a] = healthy ? 1 : 0;
      this.#vote(a);
    });
  }

  start(): void {
    if (this.#on) for (let o = 0; o < this.#c.instances; o++) this.#checks.start(o);
  }

  event(what: number, a: number): void {
    this.#checks.event(what, a);
  }

  crash(instance: number): void {
    this.#checks.stop(instance - this.#c.firstInstance);
    for (let a = 0; a < this.#count; a++) this.#vote(a);
  }

  restart(instance: number): void {
    if (this.#on) this.#checks.start(instance - this.#c.firstInstance);
    for (let a = 0; a < this.#count; a++) this.#vote(a);
  }

  configure(values: CheckValues): void {
    this.#checks.settings = settingsOf(values);
    if (values.healthChecks === this.#on) return;
    this.#on = values.healthChecks;
    for (let o = 0; o < this.#c.instances; o++) {
      if (!this.#on) this.#checks.stop(o);
      else if (this.#c.sim.knobs.down[this.#c.firstInstance + o] === UP) this.#checks.start(o);
    }
  }

  #vote(a: number): void {
    const { firstInstance, instances, sim } = this.#c;
    let up = 0;
    let well = 0;
    for (let o = 0; o < instances; o++) {
      if (sim.knobs.down[firstInstance + o] !== UP) continue;
      up++;
      well += this.#opinion[o * this.#count + a]!;
    }
    // Nobody is left to say otherwise: what was believed last stands.
    if (up === 0) return;
    const healthy = well * 2 >= up ? 1 : 0;
    if (healthy === this.healthy[a]) return;
    this.healthy[a] = healthy;
    this.#changed();
  }
}

function settingsOf(values: CheckValues): CheckSettings {
  return {
    interval: Math.round(values.checkInterval * NS_PER_MS),
    timeout: Math.round(values.checkTimeout * NS_PER_MS),
    work: 0,
    fall: values.checkFall,
    rise: values.checkRise,
  };
}
