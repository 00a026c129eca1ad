/**
 * Stories: small designs with constant times whose whole course is written down as lines of (time, who, what). A story
 * watches the meter, through which every request of a source and every call at an instance passes, so it sees what the
 * reports count and nothing else. Not for laws with confidence intervals: see protocol.ts.
 *
 * A line reads `12.5 app/2 in` when a call reaches the second copy of app (the number is left out where there is only one),
 * `17.5 app/2 ok` when it leaves, and `20 users ok 10` when a source's request ends after 10 ms; a failure names its cause.
 */
import type { ClassDoc, Design, FaultEntry, LinkDoc, NodeDoc, TimelineEntry } from '../design/document.ts';
import { NOW, SPAN } from '../engine/clock.ts';
import { nodeOf, OK, OUTCOMES, reasonOf } from '../engine/outcome.ts';
import type { Sim } from '../engine/sim.ts';
import type { Report } from '../run/report.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import type { Distribution } from '../std/distribution.ts';
import type { ParamBag, ParamValue } from '../std/parameter.ts';
import { NS_PER_MS } from '../std/units.ts';

export interface StoryOptions {
  readonly ms: number;
  readonly timeline?: readonly TimelineEntry[];
  /** Default: one class `get` that reads. */
  readonly classes?: readonly ClassDoc[];
  readonly seed?: number;
  /** What is done to the simulation by hand, in order of time. */
  readonly acts?: readonly { readonly at: number; readonly act: (sim: Sim) => void }[];
}

/** What happened in a run, line by line. */
export class Story {
  readonly session: Session;
  readonly #lines: { readonly node: string; readonly text: string }[] = [];

  constructor(session: Session) {
    this.session = session;
  }

  /** The lines about these nodes, or about all. */
  log(...nodes: string[]): string[] {
    return this.#lines.filter((line) => nodes.length === 0 || nodes.includes(line.node)).map((line) => line.text);
  }

  /** The lines about these nodes that end so, e.g. ` in`. */
  where(node: string, ending: string): string[] {
    return this.log(node).filter((line) => line.endsWith(ending));
  }

  /** The instances of a node that calls reached, in order: `a/1`, `a/2`, … */
  visits(...nodes: string[]): string[] {
    return this.log(...nodes).flatMap((line) => / (\S+) in$/.exec(line)?.[1] ?? []);
  }

  get report(): Report {
    return reportOf(this.session, 0);
  }

  /** Adds a line; for the watcher. */
  tell(node: string, text: string): void {
    this.#lines.push({ node, text });
  }
}

/** Runs a design of these parts to its end and writes down what happened. */
export function story(nodes: readonly NodeDoc[], links: readonly LinkDoc[], options: StoryOptions): Story {
  const told = new Story(new Session(designOf(nodes, links, options)));
  watch(told);
  for (const { at, act } of options.acts ?? []) {
    told.session.advance(at * NS_PER_MS);
    act(told.session.compiled.sim);
  }
  told.session.advance(told.session.end);
  return told;
}

/** A fault on the timeline. */
export function fault(kind: string, target: string, at: number, duration: number, params: ParamBag = {}): FaultEntry {
  return { type: 'fault', id: `${kind} ${target} ${at}`, at, duration, fault: kind, target, params };
}

/** A parameter set to a value at a moment. */
export function change(target: string, param: string, value: ParamValue, at: number): TimelineEntry {
  return { type: 'change', id: `${target} ${param} ${at}`, at, target, param, value };
}

/** Parameters of a link whose one-way delay is constant. */
export function delayed(ms: number, more: ParamBag = {}): ParamBag {
  return { delay: 'own', latency: constant(ms), ...more };
}

/** A duration that is always the same. */
export function constant(value: number): Distribution {
  return { type: 'constant', value };
}

/** A request class without payload. */
export function cls(id: string, more: Partial<ClassDoc> = {}): ClassDoc {
  return { id, name: id, route: `/${id}`, write: false, weight: 1, bytesUp: 0, bytesDown: 0, ...more };
}

function designOf(nodes: readonly NodeDoc[], links: readonly LinkDoc[], options: StoryOptions): Design {
  const { ms, timeline = [], classes = [cls('get')], seed = 1 } = options;
  const scenario = { seed, durationMs: ms, warmupMs: 0, timeline, objectives: [] };
  return { version: 1, title: 'story', about: '', classes, nodes, links, scenario };
}

/** Has the meter tell the story besides counting. */
function watch(told: Story): void {
  const { compiled } = told.session;
  // The express way passes by these doors.
  compiled.sim.fast = false;
  const { clock, meter, shape } = compiled.sim;
  const nodeIdOf = (i: number) => compiled.nodes[shape.nodeOf[i]!]!.doc.id;
  const isSource = (i: number) => compiled.nodes[shape.nodeOf[i]!]!.kind.role === 'source';
  const nameOf = (i: number) => {
    const node = compiled.nodes[shape.nodeOf[i]!]!;
    return node.instances === 1 ? node.doc.id : `${node.doc.id}/${i - node.firstInstance + 1}`;
  };
  const entered = meter.entered.bind(meter);
  const left = meter.left.bind(meter);
  const end = meter.end.bind(meter);
  let why = '';
  const ms = (cell: number) => clock[cell]! / NS_PER_MS;
  meter.entered = (i) => {
    if (!isSource(i)) told.tell(nodeIdOf(i), `${ms(NOW)} ${nameOf(i)} in`);
    entered(i);
  };
  meter.end = (c, outcome, cause, stale) => {
    why = outcome === OK ? (stale ? ', stale' : '') : `: ${reasonOf(cause)} at ${compiled.nodes[nodeOf(cause)]?.doc.id}`;
    end(c, outcome, cause, stale);
  };
  meter.left = (i, outcome) => {
    const spent = isSource(i) ? ` ${ms(SPAN)}${why}` : '';
    told.tell(nodeIdOf(i), `${ms(NOW)} ${nameOf(i)} ${OUTCOMES[outcome]}${spent}`);
    why = '';
    left(i, outcome);
  };
}
