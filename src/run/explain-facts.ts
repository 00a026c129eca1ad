/**
 * Facts about a run for its explanation: the report's figures beside the names and settings of the design. It computes
 * rates, capacities and shares from the report, finds settings in force, and has the words for numbers and parts.
 */
import { kindOf } from '../catalog/index.ts';
import type { Kind } from '../catalog/kind.ts';
import type { Design, LinkDoc, NodeDoc, ObjectiveMetric } from '../design/document.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { type ParamBag, type ParamSpecs, type ParamValue, valueIn, valuesOf } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';
import { metricWords } from './objective.ts';
import type { LinkReport, NodeReport, Report } from './report.ts';

/** A part at work: what it is, and what it did. */
export interface Part {
  readonly node: NodeDoc;
  readonly kind: Kind;
  readonly name: string;
  readonly report: NodeReport;
  /** Calls that arrived per second. */
  readonly arriving: number;
  /** Share of its work slots that were taken, over all instances. */
  readonly utilisation: number;
  /** Calls per second that it can finish with all slots taken; undefined where it has none or did nothing. */
  readonly capacity: number | undefined;
  /** Share of the taken slots' time that went into its own work; the rest was spent waiting for answers. */
  readonly ownShare: number;
  /** Share of a call's time there that it waited for a slot. */
  readonly waitShare: number;
}

export interface Connection {
  readonly link: LinkDoc;
  readonly name: string;
  readonly report: LinkReport;
}

export class Facts {
  readonly report: Report;
  readonly design: Design;
  readonly words = WORDS;
  readonly parts: readonly Part[];
  readonly connections: readonly Connection[];
  readonly seconds: number;

  constructor(report: Report, design: Design) {
    this.report = report;
    this.design = design;
    this.seconds = Math.max(1e-9, (report.simulatedMs - report.warmupMs) / 1000);
    this.parts = design.nodes.flatMap((node) => this.#part(node));
    this.connections = design.links.flatMap((link) => {
      const figures = report.links[link.id];
      return figures === undefined ? [] : [{ link, name: `${this.nameOf(link.from)} to ${this.nameOf(link.to)}`, report: figures }];
    });
  }

  nameOf(id: string): string {
    return this.design.nodes.find((node) => node.id === id)?.name || id;
  }

  part(id: string): Part | undefined {
    return this.parts.find((part) => part.node.id === id);
  }

  into(id: string): readonly Connection[] {
    return this.connections.filter(({ link }) => link.to === id);
  }

  outOf(id: string): readonly Connection[] {
    return this.connections.filter(({ link }) => link.from === id);
  }

  /** A setting of a part as it stood at the end: the last change on the timeline, else the drawing, else the default. */
  setting(part: Part, param: string): ParamValue | undefined {
    return this.#inForce(part.kind.params, part.node, param);
  }

  linkSetting({ link }: Connection, param: keyof typeof LINK_PARAMETERS): ParamValue | undefined {
    return this.#inForce(LINK_PARAMETERS, link, param);
  }

  /** The part whose slots were taken most; undefined when none has slots. An arrow, so that it can be handed on. */
  readonly busiest = (): Part | undefined => {
    const busy = this.parts.filter((part) => part.utilisation > 0);
    return busy.length === 0 ? undefined : busy.reduce((a, b) => (b.utilisation > a.utilisation ? b : a));
  };

  #inForce(specs: ParamSpecs, doc: NodeDoc | LinkDoc, param: string): ParamValue | undefined {
    if (!Object.hasOwn(specs, param)) return undefined;
    let value = valueIn(specs, doc.params, param);
    for (const entry of [...this.design.scenario.timeline].sort((a, b) => a.at - b.at)) {
      if (entry.type !== 'change' || entry.at > this.report.simulatedMs) continue;
      if (entry.target === doc.id && entry.param === param) value = entry.value;
    }
    return value;
  }

  /** Settings of a part that the timeline changes. */
  #changed(id: string): string[] {
    return this.design.scenario.timeline.flatMap((entry) => (entry.type === 'change' && entry.target === id ? [entry.param] : []));
  }

  #part(node: NodeDoc): Part[] {
    const kind = kindOf(node.kind);
    const report = this.report.nodes[node.id];
    if (kind === undefined || report === undefined) return [];
    const worked = report.serviceMs.count;
    const [wait, service] = [report.waitMs.mean ?? 0, report.serviceMs.mean ?? 0];
    const inForce = Object.fromEntries(
      Object.keys(node.params)
        .concat(this.#changed(node.id))
        .map((param) => [param, this.#inForce(kind.params, node, param)]),
    );
    const slots = (kind.slots?.(valuesOf(kind.params, inForce as ParamBag)) ?? 0) * report.instances.length;
    const own = slots > 0 ? (worked * service) / (this.seconds * 1000) / slots : 0;
    const stay = Math.max(report.sojournMs.mean ?? 0, wait + service);
    const part: Part = {
      node,
      kind,
      name: this.nameOf(node.id),
      report,
      arriving: report.arrivals / this.seconds,
      utilisation: report.utilisation,
      capacity: report.utilisation > 0 && worked > 0 ? worked / this.seconds / report.utilisation : undefined,
      ownShare: report.utilisation > 0 ? Math.min(1, own / report.utilisation) : 1,
      waitShare: stay > 0 ? wait / stay : 0,
    };
    return [part];
  }
}

/** Numbers as sentences have them: three significant digits, always with a unit. */
const WORDS = {
  ms: (value: number): string => formatQuantity(value, 'ms', 3),
  rate: (value: number): string => formatQuantity(value, 'perSecond', 3),
  share: (value: number): string => formatQuantity(value, 'ratio', 2),
  count: (value: number): string => formatQuantity(value, 'count', 3),
  times: (value: number): string => formatQuantity(value, 'factor', 2),
  capital: (text: string): string => text.charAt(0).toUpperCase() + text.slice(1),
  /** The measured value of an objective. */
  objective: (metric: ObjectiveMetric, value: number, design: Design): string => formatQuantity(value, metricWords(metric, design).unit, 3),
} as const;
