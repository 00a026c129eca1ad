/**
 * The same design in slower time: every time twice as long, every rate half as high. Where all times are whole ns before and
 * after, everything happens at exactly twice the moment; `exactly` makes a random design one of that sort.
 */

import { onlySteers } from '../../catalog/kind.ts';
import type { Design, TimelineEntry } from '../../design/document.ts';
import { CATALOG } from '../../design/registry.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import type { Report } from '../../run/report.ts';
import type { Distribution } from '../../std/distribution.ts';
import { type ParamBag, type ParamSpec, type ParamSpecs, type ParamValue, valueIn } from '../../std/parameter.ts';
import type { Trace } from '../../std/trace.ts';

// ---- a design of which doubling is exact

/** Choices and switches that bring in what is no multiple of a whole ns, or times that are rules of the model and no parameters. */
const EXACT: Readonly<Record<string, ParamValue>> = {
  // Gaps between requests are drawn, or follow a curve, and are cut to whole ns: 2·floor(x) is not floor(2·x).
  loop: 'open',
  arrivals: 'even',
  shape: 'steady',
  jitter: 'none',
  // Checks of a token take what computing takes.
  authentication: 'none',
  // Distances by placement are no parameters.
  delay: 'own',
  // Handshakes cost the processors what they cost, and resends wait by rules of their own.
  protocol: 'none',
  // A percentile is read from a histogram's buckets, which do not double.
  hedgeAfter: 'delay',
};
/** And such numbers. */
const EXACT_NUMBERS: Readonly<Record<string, number>> = {
  // Drawn and cut to whole ns: how late a report is and at which moment of its period, how long a phone has no coverage or a provider is ill.
  jitter: 0,
  wander: 0,
  together: 1,
  outShare: 0,
  mtbf: 0,
  // A lease is renewed in thirds, which must be whole ns.
  lease: 300,
  // A lost message is sent again after 200 ms, a rule of TCP.
  loss: 0,
  // Bytes take a fraction of a ns on a wire, in a translation, at a slow client.
  bandwidth: 0,
  throughput: 0,
  clientRate: 0,
  translation: 0,
  // Those who share cores each get a fraction of the time.
  cores: 0,
  contention: 0,
  coherence: 0,
  // Work that is longer by a share.
  warmup: 0,
};
/** Rates of which the gaps are whole ns. */
const RATES = [10, 20, 25, 40, 50, 80, 100];
/** Faults that cannot be doubled. */
const INEXACT_FAULTS = [
  // Felt as lost messages: TCP's 200 ms are no parameter.
  'packet-loss',
  'partition',
  'one-way-partition',
  'link-flap',
  'zone-loss',
  'region-loss',
  // Traffic by a factor has gaps that are no whole ns, and so have bytes on a wire.
  'traffic-spike',
  'traffic-flood',
  'bandwidth-cap',
  // Drawn, or a share of the work, and cut to whole ns.
  'jitter',
  'memory-leak',
  'cpu-steal',
];

/**
 * Kinds with times that are rules of the model, and what stands in their place: firewalls, scrubbers and gateways to private networks drop what
 * they have no room for, which is sent again after TCP's 200 ms; an application firewall and a pipeline of records work by the byte; an attacker's gaps are drawn.
 */
const INEXACT_KINDS: Readonly<Record<string, string>> = {
  attacker: 'client',
  'ddos-scrubber': 'service',
  firewall: 'service',
  'log-pipeline': 'service',
  'vpn-gateway': 'service',
  waf: 'service',
  // Disks that work by the byte, and members whose word to each other nobody has looked at yet in slower time.
  'chain-store': 'service',
  'consensus-store': 'service',
  dfs: 'service',
  log: 'service',
  'multi-leader-store': 'service',
  // What each shard works on a traversal is a part of its time, cut to whole ns.
  'graph-database': 'service',
  'object-store': 'service',
  'quorum-store': 'service',
  'search-engine': 'service',
};

/** A design close to the given one whose times can all be doubled exactly; undefined where that cannot be. */
export function exactly(whole: Design): Design | undefined {
  const design = withoutWatchers(whole);
  const kindOf = (id: string) => design.nodes.find((node) => node.id === id)?.kind;
  // Dead letters are offered again after a second, whatever the rest does.
  if (design.links.some((link) => kindOf(link.from) === 'queue' && kindOf(link.to) === 'queue')) return undefined;
  const nodes = design.nodes.map((node) => {
    const other = INEXACT_KINDS[node.kind];
    const one = other === undefined ? node : { ...node, kind: other, params: {} };
    return { ...one, params: exactBag(specsOf(one.kind), one.params) };
  });
  const links = design.links.map((link) => ({ ...link, params: exactBag(LINK_PARAMETERS, link.params) }));
  const timeline = design.scenario.timeline.flatMap((entry) => exactEntry(entry, design));
  const { durationMs, warmupMs } = design.scenario;
  return { ...design, nodes, links, scenario: { ...design.scenario, durationMs, warmupMs: Math.floor(warmupMs), timeline } };
}

/** What watches or steers counts in windows and buckets of its own, which do not double. */
function withoutWatchers(design: Design): Design {
  const watches = design.nodes.filter(({ kind }) => onlySteers(CATALOG.kindOf(kind)) || kind === 'detector').map(({ id }) => id);
  const timeline = design.scenario.timeline.filter((entry) => !('target' in entry) || !watches.some((id) => entry.target.includes(id)));
  const links = design.links.filter(({ from, to }) => !watches.includes(from) && !watches.includes(to));
  return { ...design, nodes: design.nodes.filter(({ id }) => !watches.includes(id)), links, scenario: { ...design.scenario, timeline } };
}

function exactBag(specs: ParamSpecs, bag: ParamBag): ParamBag {
  return Object.fromEntries(Object.keys(specs).map((name) => [name, exactValue(name, specs[name]!, valueIn(specs, bag, name))]));
}

function exactValue(name: string, spec: ParamSpec, value: ParamValue): ParamValue {
  if (spec.type === 'distribution') return exactTimes(JSON.stringify(value).length);
  if (spec.type !== 'number') return EXACT[name] ?? value;
  const fixed = EXACT_NUMBERS[name];
  if (fixed !== undefined) return fixed;
  if (spec.unit === 'perSecond' && name !== 'limitRate') return RATES[Math.floor(Number(value)) % RATES.length]!;
  // Twice the value must still be allowed.
  if (spec.unit === 'ms') return Math.min(wholeMicros(Number(value)), Math.max(spec.min, Math.floor(spec.max / 2)));
  return value;
}

/** Half a ns twice would be one. */
function wholeMicros(ms: number): number {
  return ms > 0 ? Math.max(1, Math.round(ms * 1000)) / 1000 : ms;
}

/** Times in whole µs, a few of them or one. */
function exactTimes(n: number): Distribution {
  const value = 0.1 + (n % 37) / 5;
  return n % 2 === 0 ? { type: 'constant', value } : { type: 'empirical', values: [value, value / 2, value * 3, value + 0.001] };
}

function exactEntry(entry: TimelineEntry, design: Design): TimelineEntry[] {
  const at = Math.floor(entry.at);
  if (entry.type === 'note') return [{ ...entry, at }];
  if (entry.type === 'change') {
    const spec = specFor(entry.target, entry.param, design);
    const kind = design.nodes.find((one) => one.id === entry.target)?.kind;
    // What is left of a device's interval is stretched by a share.
    if (entry.param === 'every') return [];
    if (spec === undefined || (kind !== undefined && INEXACT_KINDS[kind] !== undefined)) return [];
    return [{ ...entry, at, value: exactValue(entry.param, spec, entry.value) }];
  }
  if (entry.type !== 'fault' || INEXACT_FAULTS.includes(entry.fault)) return [];
  const params = entry.fault === 'crash' ? { how: 'process' } : entry.fault === 'latency' ? { ...entry.params, jitter: 0 } : entry.params;
  return [{ ...entry, at, params }];
}

// ---- twice as slow

/** The design with every time doubled and every rate halved. */
export function slowedDown(design: Design): Design {
  const nodes = design.nodes.map((node) => ({ ...node, params: slowBag(specsOf(node.kind), node.params) }));
  const links = design.links.map((link) => ({ ...link, params: slowBag(LINK_PARAMETERS, link.params) }));
  const timeline = design.scenario.timeline.map((entry): TimelineEntry => {
    const at = 2 * entry.at;
    if (entry.type === 'note') return { ...entry, at };
    if (entry.type === 'change') return { ...entry, at, value: slow(specFor(entry.target, entry.param, design), entry.value) };
    if (entry.type !== 'fault') return { ...entry, at };
    const params = slowBag(CATALOG.faultOf(entry.fault)?.params ?? {}, entry.params);
    return entry.duration === undefined ? { ...entry, at, params } : { ...entry, at, params, duration: 2 * entry.duration };
  });
  const { durationMs, warmupMs } = design.scenario;
  return { ...design, nodes, links, scenario: { ...design.scenario, durationMs: 2 * durationMs, warmupMs: 2 * warmupMs, timeline } };
}

function slowBag(specs: ParamSpecs, bag: ParamBag): ParamBag {
  return Object.fromEntries(Object.keys(specs).map((name) => [name, slow(specs[name], valueIn(specs, bag, name))]));
}

function slow(spec: ParamSpec | undefined, value: ParamValue): ParamValue {
  if (spec?.type === 'distribution') return slowTimes(value as Distribution);
  if (spec?.type === 'trace') return slowTrace(value as Trace);
  if (spec?.type !== 'number') return value;
  if (spec.unit === 'ms') return 2 * Number(value);
  return spec.unit === 'perSecond' || spec.unit === 'bytesPerSecond' ? Number(value) / 2 : value;
}

function slowTrace({ every, values }: Trace): Trace {
  return every > 0 ? { every: 2 * every, values } : { every, values: values.map((gap) => 2 * gap) };
}

function slowTimes(d: Distribution): Distribution {
  if (d.type === 'constant') return { ...d, value: 2 * d.value };
  if (d.type === 'empirical') return { ...d, values: d.values.map((value) => 2 * value) };
  throw new RangeError(`${d.type} cannot be slowed down exactly`);
}

function specsOf(kind: string): ParamSpecs {
  return CATALOG.kindOf(kind)?.params ?? {};
}

function specFor(target: string, param: string, design: Design): ParamSpec | undefined {
  const node = design.nodes.find((one) => one.id === target);
  return node === undefined ? LINK_PARAMETERS[param as keyof typeof LINK_PARAMETERS] : specsOf(node.kind)[param];
}

// ---- what a report should say then

/** Fields that depend on the length of chart windows, or on the moments themselves; what an hour of a part costs stays, what a call costs halves. */
const OTHER = ['digest', 'timeBased', 'mtbfMs', 'mttrMs', 'failures', 'downMs', 'outages', 'userMinutesLost', 'slos', 'cost'];

/** The report of the run twice as slow, from that of the run itself. */
export function slowedReport(report: Report): unknown {
  const { nodes, ...rest } = report;
  return {
    ...(comparable(rest, true) as object),
    nodes: Object.fromEntries(Object.entries(nodes).map(([id, node]) => [id, comparable(node, true)])),
  };
}

/** A report without what depends on the length of chart windows. */
export function comparable(value: unknown, slowed: boolean, key = ''): unknown {
  if (OTHER.includes(key)) return 'differs';
  if (typeof value === 'number') {
    if (!slowed) return value;
    if (/Ms$|^resolving$|^noticedAfter$|^behind$|^backupAge$|^gigabyteSeconds$/.test(key)) return 2 * value;
    return /^throughput$|^admittedRate$|^resolutions$/.test(key) ? value / 2 : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => comparable(one, slowed, key));
  const times = /Ms$/.test(key);
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, comparable(one, slowed, times && name !== 'count' ? `${name}Ms` : name)]),
  );
}
