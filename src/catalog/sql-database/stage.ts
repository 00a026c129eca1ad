/**
 * A stage for stories about the database: callers that follow a script, the database alone behind their links, and a hand
 * on the knobs. All of a run is written down as lines of (time in ms, who, what), roles included. It is for tests only and
 * compiles no design, so that a story can name keys, versions and instances.
 */
import { type Knobs, UP } from '../../engine/knobs.ts';
import { nodeOf, OK, OUTCOMES, reasonOf } from '../../engine/outcome.ts';
import { CAUSE, CLASS, FLAGS, INSTANCE, KEY, OUTCOME, SESSION, STALE, VERSION, WRITE } from '../../engine/requests.ts';
import type { Sim } from '../../engine/sim.ts';
import type { Ability, Station, StationContext } from '../../engine/station.ts';
import { type ParamBag, valuesOf } from '../../std/parameter.ts';
import { NS_PER_MS } from '../../std/units.ts';
import { CALM, type Scene, simOf } from './scene.ts';
import { sqlDatabase } from './sql-database.ts';

/** Letters of INSTANCE_ROLES. */
const ROLES = ['-', 'L', 'F', 'S'];
const keyOf = (name: string) => name.charCodeAt(0) - 97;

class Caller implements Station {
  constructor(stage: Stage, node: number) {
    this.#stage = stage;
    this.#node = node;
  }
  readonly #stage: Stage;
  readonly #node: number;

  wake(write: number, key: number): void {
    const { sim } = this.#stage;
    sim.offer(this.#node);
    const row = sim.calls.open(this.#node, -1, this.#node);
    sim.requests.ints[row + CLASS] = 0;
    sim.requests.ints[row + SESSION] = 0;
    sim.requests.ints[row + KEY] = key;
    if (write === 1) sim.requests.ints[row + FLAGS] = sim.requests.ints[row + FLAGS]! | WRITE;
    sim.calls.send(row);
  }
  answered(_row: number, child: number): void {
    this.#stage.tell(this.#node, child);
    this.#stage.sim.complete(child);
  }
  arrive(): void {}
  crash(): void {}
  restart(): void {}
}

export class Stage {
  readonly sim: Sim;
  readonly log: string[] = [];
  readonly #db: Station;
  readonly #callers: number;
  readonly #instances: number;
  readonly #acts: { readonly at: number; readonly act: () => void }[] = [];
  #roles = '';

  constructor(scene: Scene = {}) {
    const values = valuesOf(sqlDatabase.params, { ...CALM, ...scene.params });
    this.#callers = scene.callers ?? 1;
    this.#instances = sqlDatabase.countInstances?.(values) ?? 1;
    this.sim = simOf(scene, this.#instances);
    for (let c = 0; c < this.#callers; c++) this.sim.stations.push(new Caller(this, c));
    this.#db = sqlDatabase.build(this.#context(), values);
    this.sim.stations.push(this.#db);
    this.#roles = this.roles();
  }

  /** A call at this moment (ms) about a key named by a letter, by caller 1 unless said otherwise. */
  write(at: number, key: string, caller = 1): this {
    return this.#call(at, 1, keyOf(key), caller);
  }

  read(at: number, key: string, caller = 1): this {
    return this.#call(at, 0, keyOf(key), caller);
  }

  /** Turns knobs at this moment, and tells everybody in the engine's order. Instances count from 1. */
  turn(at: number, turn: (knobs: Knobs, instance: (i: number) => number) => void): this {
    return this.act(at, () => {
      const { knobs } = this.sim;
      const [down, hung] = [knobs.down.slice(), knobs.hung.slice()];
      turn(knobs, (i) => this.#callers + i - 1);
      for (let i = 0; i < down.length; i++) {
        if (down[i] === UP && knobs.down[i] !== UP) this.sim.crash(i);
        else if (down[i] !== UP && knobs.down[i] === UP) this.sim.restart(i);
      }
      for (let i = 0; i < hung.length; i++) if (hung[i] === 1 && knobs.hung[i] === 0) this.sim.resume(i);
      for (const station of this.sim.stations) station.turned?.();
    });
  }

  crash(at: number, instance: number, how = 1): this {
    return this.turn(at, (knobs, id) => (knobs.down[id(instance)] = how));
  }

  restart(at: number, instance: number): this {
    return this.turn(at, (knobs, id) => (knobs.down[id(instance)] = UP));
  }

  /** Cuts these instances, and these callers (from 1), off from all others. */
  cut(at: number, instances: readonly number[], callers: readonly number[] = []): this {
    return this.turn(at, (knobs, id) => {
      const side = new Uint8Array(this.#callers + this.#instances).fill(2);
      for (const i of instances) side[id(i)] = 1;
      for (const c of callers) side[c - 1] = 1;
      knobs.cuts.push(side);
    });
  }

  heal(at: number): this {
    return this.turn(at, (knobs) => (knobs.cuts.length = 0));
  }

  pause(at: number, paused = 1): this {
    return this.turn(at, (knobs) => (knobs.replicationPaused[this.#callers] = paused));
  }

  /** Kills the leadership of an instance, or strikes it otherwise. */
  strike(at: number, instance: number, ability: Ability = 'leader'): this {
    return this.act(at, () => this.#db.strike?.(ability, this.#callers + instance - 1));
  }

  configure(at: number, params: ParamBag): this {
    return this.act(at, () => this.#db.configure?.(valuesOf(sqlDatabase.params, { ...CALM, ...params })));
  }

  /** Notes a figure of the database at this moment. */
  look(at: number, figure: string): this {
    return this.act(at, () => this.#line(`${figure} ${this.figure(figure)}`));
  }

  act(at: number, act: () => void): this {
    this.#acts.push({ at: at * NS_PER_MS, act });
    return this;
  }

  /** Runs up to this moment and gives the log. */
  run(until: number): string[] {
    const { sim } = this;
    const acts = this.#acts.filter((a) => a.at < until * NS_PER_MS).sort((a, b) => a.at - b.at);
    for (const { at, act } of [...acts, { at: until * NS_PER_MS, act: () => undefined }]) {
      while (sim.run(at, 1)) this.#seeRoles();
      this.#seeRoles();
      sim.now = at;
      act();
      this.#seeRoles();
    }
    this.#acts.splice(0, this.#acts.length, ...this.#acts.filter((a) => a.at >= until * NS_PER_MS));
    return this.log;
  }

  figure(id: string): number {
    const out = new Float64Array(sqlDatabase.figures.length);
    this.#db.figures?.(out, 0);
    return out[sqlDatabase.figures.findIndex((f) => f.id === id)]!;
  }

  /** Roles of all instances in a word: L leader, F follower, S standby. */
  roles(): string {
    return Array.from({ length: this.#instances }, (_, i) => ROLES[this.#db.role?.(this.#callers + i) ?? 0]).join('');
  }

  /** For the callers: a call came to its end. */
  tell(caller: number, row: number): void {
    const r = this.sim.requests;
    const what = `${r.has(row, WRITE) ? 'write' : 'read'} ${String.fromCharCode(97 + r.ints[row + KEY]!)}`;
    const who = this.#callers > 1 ? `${caller + 1} ` : '';
    if (r.ints[row + OUTCOME] !== OK) {
      const where = nodeOf(r.ints[row + CAUSE]!) === this.#callers ? '' : ' elsewhere';
      this.#line(`${who}${what}: ${OUTCOMES[r.ints[row + OUTCOME]!]}, ${reasonOf(r.ints[row + CAUSE]!)}${where}`);
    } else {
      const at = r.ints[row + INSTANCE]! - this.#callers + 1;
      this.#line(`${who}${what}: v${r.ints[row + VERSION]} at ${at}${r.has(row, STALE) ? ', stale' : ''}`);
    }
  }

  #call(at: number, write: number, key: number, caller: number): this {
    this.sim.queue.push(at * NS_PER_MS, caller - 1, write, key, -1);
    return this;
  }

  #line(text: string): void {
    this.log.push(`${this.sim.now / NS_PER_MS} ${text}`);
  }

  #seeRoles(): void {
    const roles = this.roles();
    if (roles === this.#roles) return;
    this.#roles = roles;
    this.#line(roles);
  }

  #context(): StationContext {
    const { sim } = this;
    const classes = [{ id: 'any', route: '/', write: false, weight: 1 }];
    const incoming = sim.links.map((link) => link.index);
    return {
      sim,
      node: this.#callers,
      firstInstance: this.#callers,
      instances: this.#instances,
      outgoing: [],
      incoming,
      classes,
      dataset: 0,
      far: [],
      places: [],
      sources: new Uint8Array(this.sim.shape.nodes),
    };
  }
}
