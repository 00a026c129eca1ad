/**
 * The back of the envelope beside a design and its run: the design's figures as input, the calculated figures put into the design, and
 * what was calculated against what was measured, with the reason for each difference read off the report. Pure; it runs nothing.
 */
import { kindOf } from '../catalog/index.ts';
import type { Design, NodeDoc } from '../design/document.ts';
import { runningOf } from '../design/registry.ts';
import { type ParamValue, type Unit, valueIn } from '../std/parameter.ts';
import { formatQuantity } from '../std/quantity.ts';
import { byHand, ENVELOPE_FIELDS, type Envelope, type EnvelopeInput, figureText, readEnvelope } from '../theory/envelope.ts';
import { GROUPS, keysIn, zipfMix } from '../theory/popularity.ts';
import { type Estimate, estimate } from './estimate.ts';
import type { Report } from './report.ts';
import { usersOf, withLoad } from './study/load.ts';
import { offeredIn } from './study/study.ts';

const SECONDS_A_DAY = 86_400;

/** What the design says of the fields; those that it does not speak of stay as they are. Its load is taken for the peak. */
export function envelopeOf(design: Design, kept: EnvelopeInput, foretold: Estimate = estimate(design)): EnvelopeInput {
  const sent = loadsOf(design, foretold);
  const rate = sent.reduce((sum, one) => sum + one.rate, 0);
  if (!(rate > 0)) return kept;
  const share = (of: (one: Sent) => boolean): number => sent.filter(of).reduce((sum, one) => sum + one.rate, 0);
  const mean = (of: (one: Sent) => boolean, bytes: (one: Sent) => number): number | undefined => {
    const all = share(of);
    return all > 0 ? sent.filter(of).reduce((sum, one) => sum + one.rate * bytes(one), 0) / all : undefined;
  };
  const server = serverOf(design, foretold);
  const took = foretold.nodes[usersOf(design)[0]?.id ?? '']?.meanMs;
  return readEnvelope({
    ...kept,
    people: byHand((rate / kept.peak / kept.perPerson) * SECONDS_A_DAY),
    writes: Number((share(({ write }) => write) / rate).toPrecision(3)),
    bytesUp:
      mean(
        ({ write }) => write,
        ({ up }) => up,
      ) ?? kept.bytesUp,
    bytesDown:
      mean(
        ({ write }) => !write,
        ({ down }) => down,
      ) ?? kept.bytesDown,
    copies: copiesOf(design) ?? kept.copies,
    perServer: server === undefined || server.bears === undefined ? kept.perServer : byHand(server.bears),
    answerMs: took === undefined ? kept.answerMs : byHand(took),
  });
}

interface Sent {
  readonly rate: number;
  readonly write: boolean;
  readonly up: number;
  readonly down: number;
}

/** Requests a second by source and class, as foretold. */
function loadsOf(design: Design, foretold: Estimate): readonly Sent[] {
  return usersOf(design).flatMap((node) => {
    const rate = foretold.nodes[node.id]?.arrivals ?? 0;
    const chosen = settingOf(node, 'classes');
    const ids = Array.isArray(chosen) && chosen.length > 0 ? chosen : design.classes.map(({ id }) => id);
    const classes = design.classes.filter(({ id }) => ids.includes(id));
    const weight = classes.reduce((sum, one) => sum + one.weight, 0);
    if (!(weight > 0)) return [];
    return classes.map((one) => ({ rate: (rate * one.weight) / weight, write: one.write, up: one.bytesUp, down: one.bytesDown }));
  });
}

function settingOf({ kind, params }: NodeDoc, name: string): ParamValue | undefined {
  const specs = kindOf(kind)?.params ?? {};
  return Object.hasOwn(specs, name) ? valueIn(specs, params, name) : undefined;
}

/** Copies that the first store keeps of what is written, the first one counted. */
function copiesOf(design: Design): number | undefined {
  for (const node of design.nodes) {
    if (kindOf(node.kind)?.role !== 'store') continue;
    const [copies, replicas] = [settingOf(node, 'copies'), settingOf(node, 'replicas')];
    if (typeof copies === 'number') return copies;
    if (typeof replicas === 'number') return replicas + 1;
  }
  return undefined;
}

/** The part that the calculator's servers are: the one that computes and has copies to be set, and is asked most. */
interface Server {
  readonly node: NodeDoc;
  readonly copies: number;
  /** Requests a second at which one copy would be wholly busy, as foretold; undefined where that cannot be said. */
  readonly bears: number | undefined;
}

function serverOf(design: Design, foretold: Estimate): Server | undefined {
  const asked = design.nodes
    .filter((node) => kindOf(node.kind)?.role === 'compute' && settingOf(node, 'instances') !== undefined)
    .map((node) => ({ node, at: foretold.nodes[node.id] }))
    .sort((a, b) => (b.at?.arrivals ?? 0) - (a.at?.arrivals ?? 0))[0];
  if (asked === undefined || !((asked.at?.arrivals ?? 0) > 0)) return undefined;
  const { node, at } = asked;
  const copies = runningOf(node);
  const bears = at?.utilisation === undefined || at.utilisation <= 0 ? undefined : at.arrivals / (copies * at.utilisation);
  return { node, copies, bears };
}

/** The design with the calculated peak as its load and the calculated servers as its copies; undefined when nothing sends anything yet. */
export function withEnvelope(design: Design, calculated: Envelope, foretold: Estimate = estimate(design)): Design | undefined {
  const rate = loadsOf(design, foretold).reduce((sum, one) => sum + one.rate, 0);
  if (!(rate > 0)) return undefined;
  const server = serverOf(design, foretold);
  const loaded = withLoad(design, calculated.peak.value / rate);
  if (server === undefined) return loaded;
  const spec = kindOf(server.node.kind)?.params['instances'];
  const most = spec?.type === 'number' ? spec.max : 1;
  const instances = Math.min(most, calculated.servers.value);
  const nodes = loaded.nodes.map((node) => (node.id === server.node.id ? { ...node, params: { ...node.params, instances } } : node));
  return { ...loaded, nodes };
}

export interface EnvelopeRow {
  readonly id: 'requests' | 'writes' | 'in' | 'out' | 'storedDay' | 'servers' | 'underWay' | 'cache';
  readonly words: string;
  readonly calculated: string;
  readonly measured: string;
  /** Measured over calculated; undefined where one of them is nothing. */
  readonly ratio: number | undefined;
  /** Where the difference comes from, in a sentence. */
  readonly why: string;
}

/** What was calculated beside what a run measured. */
export function envelopeRows(design: Design, report: Report, input: EnvelopeInput, calculated: Envelope): readonly EnvelopeRow[] {
  const seconds = (report.simulatedMs - report.warmupMs) / 1000;
  if (!(seconds > 0) || report.total.requests === 0) return [];
  const told = totalsOf(design, report, seconds);
  const lost = told.asked > 0 ? 1 - told.answered / told.asked : 0;
  const failed = lost > 0.001 ? ` ${formatQuantity(lost, 'ratio', 2)} of the requests were not answered, and brought nothing.` : '';
  const sizes = (mine: number, theirs: number): string =>
    `Reckoned with ${figureText(mine, 'bytes')} each; the classes of the design carry ${figureText(byHand(theirs), 'bytes')}.`;
  const rows: (EnvelopeRow | undefined)[] = [
    row(
      'requests',
      'Requests a second',
      calculated.peak.value,
      told.asked,
      'perSecond',
      loadWhy(design, calculated.peak.value, told.asked),
    ),
    row('writes', 'Writes a second', calculated.writes.value, told.writes, 'perSecond', shareWhy(input.writes, told.writes / told.asked)),
    row('in', 'Bandwidth in', calculated.in.value, told.up, 'bytesPerSecond', sizes(input.bytesUp, told.up / Math.max(1e-9, told.writes))),
    row(
      'out',
      'Bandwidth out',
      calculated.out.value,
      told.down,
      'bytesPerSecond',
      sizes(input.bytesDown, told.down / Math.max(1e-9, told.readsAnswered)) + failed,
    ),
    row(
      'storedDay',
      'Written a day',
      calculated.storedDay.value,
      told.stored * SECONDS_A_DAY,
      'bytes',
      `The run writes as at the peak all day; reckoned was the average, ${formatQuantity(input.peak, 'factor', 2)} less.${failed}`,
    ),
    serversRow(design, report, input, calculated),
    row(
      'underWay',
      'Under way at once',
      calculated.underWay.value,
      (report.total.throughput * (report.total.latencyMs.mean ?? Number.NaN)) / 1000,
      'count',
      `By Little’s law: ${formatQuantity(report.total.throughput, 'perSecond', 3)} answered × ${formatQuantity(report.total.latencyMs.mean ?? Number.NaN, 'ms', 3)} each; reckoned with ${formatQuantity(input.answerMs, 'ms', 3)}.`,
    ),
    cacheRow(design, report, calculated),
  ];
  return rows.flatMap((one) => one ?? []);
}

/** A twentieth is what rounding takes; a tenth is as calculated (chosen). */
const NEAR = 0.1;

function row(id: EnvelopeRow['id'], words: string, mine: number, found: number, unit: Unit, why: string): EnvelopeRow | undefined {
  if (!Number.isFinite(found) || (found === 0 && mine === 0)) return undefined;
  const ratio = mine > 0 ? found / mine : undefined;
  const near = ratio !== undefined && Math.abs(ratio - 1) <= NEAR;
  return { id, words, calculated: figureText(mine, unit), measured: figureText(found, unit), ratio, why: near ? 'As calculated.' : why };
}

function totalsOf(design: Design, report: Report, seconds: number) {
  const per = (of: (id: string, write: boolean) => number): number =>
    design.classes.reduce((sum, one) => sum + of(one.id, one.write), 0) / seconds;
  const bytes = new Map(design.classes.map((one) => [one.id, one]));
  const requests = (id: string): number => report.classes[id]?.requests ?? 0;
  const ok = (id: string): number => report.classes[id]?.ok ?? 0;
  return {
    asked: offeredIn(
      report,
      usersOf(design).map(({ id }) => id),
    ),
    answered: report.total.ok / seconds,
    writes: per((id, write) => (write ? requests(id) : 0)),
    readsAnswered: per((id, write) => (write ? 0 : ok(id))),
    up: per((id, write) => (write ? requests(id) * (bytes.get(id)?.bytesUp ?? 0) : 0)),
    down: per((id, write) => (write ? 0 : ok(id) * (bytes.get(id)?.bytesDown ?? 0))),
    stored: per((id, write) => (write ? ok(id) * (bytes.get(id)?.bytesUp ?? 0) : 0)),
  };
}

function loadWhy(design: Design, mine: number, found: number): string {
  const closed = usersOf(design).filter((node) => settingOf(node, 'loop') === 'closed');
  if (closed.length > 0) return `${namesOf(closed)} asks again only when answered, so the system itself decides how much is asked.`;
  const changing = design.scenario.timeline.some((entry) => entry.type === 'change' || entry.type === 'fault');
  const changes = changing ? ' What the timeline does to the load is in the measured figure.' : '';
  return `${namesOf(usersOf(design))} of the design sends ${found > mine ? 'more' : 'less'} than was reckoned: press Apply to send the calculated peak.${changes}`;
}

function namesOf(nodes: readonly NodeDoc[]): string {
  return nodes.map(({ id, name }) => name || id).join(' and ');
}

function shareWhy(mine: number, found: number): string {
  return `Reckoned with ${formatQuantity(mine, 'ratio', 2)} writes; of what was sent ${formatQuantity(found, 'ratio', 2)} were.`;
}

/** Copies that the measured work would need, filled as far as is allowed. */
function serversRow(design: Design, report: Report, input: EnvelopeInput, calculated: Envelope): EnvelopeRow | undefined {
  const server = serverOf(design, estimate(design));
  const at = server === undefined ? undefined : report.nodes[server.node.id];
  if (server === undefined || at === undefined || !(at.utilisation > 0)) return undefined;
  const needed = Math.max(1, Math.ceil((server.copies * at.utilisation) / input.full - 1e-9));
  const seconds = (report.simulatedMs - report.warmupMs) / 1000;
  const bears = at.arrivals / seconds / (server.copies * at.utilisation);
  const name = server.node.name || server.node.id;
  const why = `${name} has ${server.copies} and was ${formatQuantity(at.utilisation, 'ratio', 2)} busy: one bears ${formatQuantity(bears, 'perSecond', 2)}, reckoned were ${formatQuantity(input.perServer, 'perSecond', 2)}.`;
  const ratio = needed / calculated.servers.value;
  return {
    id: 'servers',
    words: `Servers (${name})`,
    calculated: String(calculated.servers.value),
    measured: String(needed),
    ratio,
    why: ratio === 1 ? `As calculated. ${why}` : why,
  };
}

/** The smallest cache that could have had the measured hits: the most popular keys that get so large a share of the requests. */
function cacheRow(design: Design, report: Report, calculated: Envelope): EnvelopeRow | undefined {
  const node = design.nodes.find(
    ({ id, kind }) => kindOf(kind)?.role === 'cache' && typeof report.nodes[id]?.figures['hitRatio'] === 'number',
  );
  const source = usersOf(design)[0];
  const hits = node === undefined ? null : (report.nodes[node.id]?.figures['hitRatio'] ?? null);
  const [keys, skew] = source === undefined ? [] : [settingOf(source, 'keys'), settingOf(source, 'skew')];
  if (node === undefined || hits === null || typeof keys !== 'number' || typeof skew !== 'number') return undefined;
  const needed = keysFor(hits, Math.min(keys, 1_000_000), skew);
  const reads = design.classes.filter(({ write }) => !write);
  const weight = reads.reduce((sum, one) => sum + one.weight, 0);
  const size = weight > 0 ? reads.reduce((sum, one) => sum + one.weight * one.bytesDown, 0) / weight : 0;
  const bytes = needed * size;
  const name = node.name || node.id;
  const held = report.nodes[node.id]?.figures['bytes'];
  const now = typeof held === 'number' ? ` It holds ${figureText(held, 'bytes')} now.` : '';
  return {
    id: 'cache',
    words: `Cache (${name})`,
    calculated: figureText(calculated.cache.value, 'bytes'),
    measured: figureText(byHand(bytes), 'bytes'),
    ratio: calculated.cache.value > 0 ? bytes / calculated.cache.value : undefined,
    why: `${formatQuantity(hits, 'ratio', 3)} hits: the ${formatQuantity(needed, 'count', 3)} most asked-for of ${formatQuantity(keys, 'count', 3)} keys get so much. A day’s reads ask for the same keys again and again.${now}`,
  };
}

/** How many of the most popular keys get a share of the requests (Zipf), to the nearest key by groups of ranks. */
export function keysFor(share: number, keys: number, skew: number): number {
  const mix = zipfMix(keys, skew);
  let [sum, count] = [0, 0];
  for (let g = 0; g < GROUPS && count < keys; g++) {
    const inside = keysIn(g, keys);
    const next = sum + (mix[g] ?? 0);
    if (next >= share - 1e-9) return Math.min(keys, count + Math.ceil((inside * (share - sum)) / Math.max(1e-12, next - sum) - 1e-9));
    [sum, count] = [next, count + inside];
  }
  return keys;
}

/** Names of the fields that the design has figures for, as the page says after it took them. */
export function takenWords(before: EnvelopeInput, after: EnvelopeInput): string {
  const changed = Object.entries(ENVELOPE_FIELDS).flatMap(([name, { label }]) =>
    before[name as keyof EnvelopeInput] === after[name as keyof EnvelopeInput] ? [] : [label.toLowerCase()],
  );
  return changed.length === 0 ? 'The fields say what the design says already.' : `Taken from the design: ${changed.join(', ')}.`;
}
