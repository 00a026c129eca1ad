/**
 * The event log of a run: what was done to the system, at its very moment, and what that did to its parts, as seen at the ends of
 * chart windows. Read from top to bottom it shows how a failure spreads, one part after another. It only watches: a run with
 * and without it is the same.
 */
import type { Design } from '../design/document.ts';
import { UP } from '../engine/knobs.ts';
import { OUTCOMES } from '../engine/outcome.ts';
import { formatQuantity } from '../std/quantity.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import type { Measuring } from './condition.ts';
import { BREAKER_STATES, INSTANCE_ROLES, NODE_WINDOW, WINDOW } from './frame.ts';
import type { LogEvent, LogKind } from './story-report.ts';

/** More are counted and not kept (chosen). */
const MOST = 2_000;
/** Shares of a window's calls that failed at which a part is said to fail, and to be well again (chosen). */
const FAILING = 0.1;
const WELL = 0.02;
/** Utilisation from which a part counts as full, and below which it does no more; calls that wait for each copy, at least (chosen). */
const FULL = 0.98;
const ROOM = 0.85;
const LINE = 5;

export class EventLog {
  readonly events: LogEvent[] = [];
  /** Events that were not kept. */
  more = 0;
  readonly #of: Measuring;
  readonly #down: Uint8Array;
  readonly #roles: Uint8Array;
  readonly #failing: Uint8Array;
  readonly #full: Uint8Array;
  readonly #breakers: Uint8Array;
  readonly #rejected: Float64Array;
  readonly #rejecting: Uint8Array;
  #looked = false;

  constructor(of: Measuring) {
    this.#of = of;
    const { nodes, sim } = of.compiled;
    const instances = sim.shape.nodeOf.length;
    this.#down = new Uint8Array(instances);
    this.#roles = new Uint8Array(instances);
    this.#failing = new Uint8Array(nodes.length);
    this.#full = new Uint8Array(nodes.length);
    this.#rejected = new Float64Array(nodes.length);
    this.#rejecting = new Uint8Array(nodes.length);
    this.#breakers = new Uint8Array(sim.links.length);
  }

  /** Events so far, those that were not kept among them. */
  get count(): number {
    return this.events.length + this.more;
  }

  /** Something was done at this moment, ns. */
  add(time: number, kind: LogKind, of: string, text: string): void {
    if (this.events.length >= MOST) this.more++;
    else this.events.push({ atMs: time / NS_PER_MS, kind, of, text });
  }

  /** Whatever went down or came back, at this moment. */
  lookAtInstances(time: number): void {
    const { sim, nodes } = this.#of.compiled;
    for (const node of nodes) {
      for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) {
        const down = sim.knobs.down[i] === UP || !sim.rotation.serves(i) ? 0 : 1;
        if (down === this.#down[i]) continue;
        this.#down[i] = down;
        this.add(time, down === 1 ? 'down' : 'up', node.doc.id, `${nameOf(this.#of.compiled, i)} ${down === 1 ? 'goes down' : 'is back'}`);
      }
    }
  }

  /** A chart window ended at this moment, ns. */
  look(time: number): void {
    this.lookAtInstances(time);
    for (const node of this.#of.compiled.nodes) {
      this.#lookAtRoles(time, node.index);
      if (node.kind.role !== 'source') this.#lookAtNode(time, node.index);
    }
    this.#lookAtBreakers(time);
    this.#looked = true;
  }

  #lookAtRoles(time: number, n: number): void {
    const { sim, nodes } = this.#of.compiled;
    const node = nodes[n]!;
    const station = sim.stations[n]!;
    if (station.role === undefined) return;
    for (let i = node.firstInstance; i < node.firstInstance + node.instances; i++) {
      const role = station.role(i);
      if (role === this.#roles[i]) continue;
      this.#roles[i] = role;
      if (this.#looked && INSTANCE_ROLES[role] === 'leader')
        this.add(time, 'role', node.doc.id, `${nameOf(this.#of.compiled, i)} leads now`);
    }
  }

  #lookAtNode(time: number, n: number): void {
    const { recorder, compiled } = this.#of;
    const { doc, instances } = compiled.nodes[n]!;
    const at = WINDOW.size + n * NODE_WINDOW.size;
    const now = (column: number): number => recorder.series.at(recorder.windows - 1, at + column);
    const ok = now(NODE_WINDOW.ok);
    const failed = now(NODE_WINDOW.failed);
    this.#lookAtRejections(time, n);
    const share = failed / (ok + failed);
    if (this.#failing[n] === 0 && share >= FAILING && failed >= 2) {
      this.#failing[n] = 1;
      this.add(time, 'errors', doc.id, `${doc.name} fails ${formatQuantity(share, 'ratio')} of its calls`);
    } else if (this.#failing[n] === 1 && share <= WELL) {
      this.#failing[n] = 0;
      this.add(time, 'well', doc.id, `${doc.name} answers again`);
    }
    const [utilisation, queue] = [now(NODE_WINDOW.utilisation), now(NODE_WINDOW.queue)];
    if (this.#full[n] === 0 && utilisation >= FULL && queue >= LINE * instances) {
      this.#full[n] = 1;
      this.add(time, 'load', doc.id, `${doc.name} is full: all its workers are busy and ${Math.round(queue)} calls wait`);
    } else if (this.#full[n] === 1 && utilisation < ROOM) {
      this.#full[n] = 0;
      this.add(time, 'well', doc.id, `${doc.name} has room again`);
    }
  }

  #lookAtRejections(time: number, n: number): void {
    const { sim, nodes } = this.#of.compiled;
    const { doc, firstInstance, instances } = nodes[n]!;
    let rejected = 0;
    for (let i = firstInstance; i < firstInstance + instances; i++) rejected += sim.meter.ends(i, REJECTED);
    const some = rejected > this.#rejected[n]! ? 1 : 0;
    if (some === 1 && this.#rejecting[n] === 0) this.add(time, 'load', doc.id, `${doc.name} turns calls away`);
    this.#rejecting[n] = some;
    this.#rejected[n] = rejected;
  }

  #lookAtBreakers(time: number): void {
    const { sim, design } = this.#of.compiled;
    for (const link of sim.links) {
      const state = (link.breaker ?? link.breakers?.worst)?.state ?? 0;
      if (state === this.#breakers[link.index]) continue;
      const before = this.#breakers[link.index];
      this.#breakers[link.index] = state;
      const name = BREAKER_STATES[state];
      if (before === 0 || name === 'none') continue;
      const { from, to, id } = design.links[link.index]!;
      this.add(
        time,
        'breaker',
        id,
        `The breaker ${partName(design, from)} → ${partName(design, to)} ${name === 'open' ? 'opens' : name === 'closed' ? 'closes' : 'tries again'}`,
      );
    }
  }
}

const REJECTED = OUTCOMES.indexOf('rejected');

/** An instance as people call it: `db/2`, or the part alone where it has one copy. */
function nameOf({ nodes, sim }: Compiled, i: number): string {
  const node = nodes[sim.shape.nodeOf[i]!]!;
  return node.instances === 1 ? node.doc.name : `${node.doc.name}/${i - node.firstInstance + 1}`;
}

function partName({ nodes }: Pick<Design, 'nodes'>, id: string): string {
  return nodes.find((node) => node.id === id)?.name ?? id;
}

/** A target as people call it. */
export function targetWords(target: string, design: Pick<Design, 'nodes'>): string {
  return target.replace(/^leader:/, 'the leader of ').replace(/[a-z0-9-]+/g, (word) => {
    const node = design.nodes.find(({ id }) => id === word);
    return node === undefined ? word : node.name;
  });
}
