/** What became of the data: reads that were stale, replicas that lag, acknowledged writes that were lost. */
import type { Explanation } from './explain.ts';
import type { Facts, Part } from './explain-facts.ts';

/** A lag below this is the ordinary way of asynchronous copies, ms (chosen). */
const NOTABLE_LAG_MS = 1000;

export function explainData(facts: Facts): Explanation[] {
  return [...lostWrites(facts), ...staleReads(facts)];
}

function lostWrites(facts: Facts): Explanation[] {
  const lost = facts.report.consistency.lostAcknowledgedWrites;
  if (lost === 0) return [];
  const { words } = facts;
  const part = mostOf(facts, 'lostWrites');
  const name = part?.name ?? 'the store';
  const failovers = part?.report.figures['failovers'] ?? 0;
  const mode = part === undefined ? undefined : facts.setting(part, 'replication');
  const left = failovers > 0 ? ` in ${failovers === 1 ? 'one failover' : `${words.count(failovers)} failovers`} of ${name}` : ` at ${name}`;
  return [
    {
      title: `${words.count(lost)} acknowledged ${lost === 1 ? 'write was' : 'writes were'} lost`,
      sentences: [
        `Callers were told that ${lost === 1 ? 'a write was' : `${words.count(lost)} writes were`} done which did not survive${left}.`,
        mode === 'async'
          ? `Next: let a write at ${name} be done when one replica has received it (semi-synchronous).`
          : `Next: let a write at ${name} be done when all replicas have applied it (synchronous).`,
      ],
      nodeId: part?.node.id,
    },
  ];
}

function staleReads(facts: Facts): Explanation[] {
  const { words, report } = facts;
  const { reads, staleReads: stale, ageMs, versionsBehind } = report.consistency;
  const lagging = mostOf(facts, 'lagMs');
  const lag = lagging?.report.figures['lagMs'] ?? 0;
  if (stale === 0 && lag < NOTABLE_LAG_MS) return [];
  const now = lagging === undefined ? [] : [`The furthest replica of ${lagging.name} is ${words.ms(lag)} behind now.`];
  if (stale === 0 && lagging !== undefined) {
    return [
      {
        title: `Replicas of ${lagging.name} lag`,
        sentences: [`No read was stale. ${now[0] ?? ''}`, lagStep(facts, lagging)],
        nodeId: lagging.node.id,
      },
    ];
  }
  const age =
    ageMs.p50 === null || ageMs.p99 === null
      ? ''
      : `; what they returned had been out of date for ${words.ms(ageMs.p50)} at the median, ${words.ms(ageMs.p99)} at p99`;
  const behind =
    versionsBehind.max === null
      ? ''
      : ` and up to ${words.count(versionsBehind.max)} ${versionsBehind.max === 1 ? 'version' : 'versions'} old`;
  const source = staleSource(facts, lagging);
  return [
    {
      title: 'Reads return old values',
      sentences: [
        `${words.count(stale)} of ${words.count(reads)} reads were stale (${words.share(stale / reads)})${age}${behind}.`,
        ...now,
        source.step,
      ],
      nodeId: source.part?.node.id,
    },
  ];
}

/** Where stale reads come from: a store whose replicas answer reads, else a cache. */
function staleSource(facts: Facts, lagging: Part | undefined): { readonly part: Part | undefined; readonly step: string } {
  const store = facts.parts.find((part) => {
    const reads = facts.setting(part, 'reads');
    return reads === 'any' || reads === 'replicas';
  });
  if (store !== undefined)
    return { part: store, step: `Next: send the reads of ${store.name} that must be fresh to the leader; now replicas answer.` };
  const prepared = facts.parts.find(
    (part) => facts.setting(part, 'preparedReads') === 'before' && (part.report.figures['committed'] ?? 0) > 0,
  );
  if (prepared !== undefined)
    return { part: prepared, step: `Next: let reads of prepared keys wait at ${prepared.name}; now they see the value before.` };
  const cache = facts.parts.find((part) => part.kind.role === 'cache');
  if (cache !== undefined) return { part: cache, step: cacheStep(facts, cache) };
  return { part: lagging, step: lagging === undefined ? 'Next: look at which part answers reads from a copy.' : lagStep(facts, lagging) };
}

function cacheStep(facts: Facts, cache: Part): string {
  const ttl = Number(facts.setting(cache, 'ttl'));
  const now = ttl === 0 ? 'entries never expire now' : `now it is ${facts.words.ms(ttl)}`;
  return `Next: shorten the time to live of ${cache.name}; ${now}.`;
}

function lagStep(facts: Facts, part: Part): string {
  return Number(facts.setting(part, 'replicas')) > 0
    ? `Next: slow the writes to ${part.name} or shorten “Apply time”: replicas apply them one after the other.`
    : `Next: look at the faults on ${part.name}.`;
}

/** The part with the highest value of a figure above 0. */
function mostOf(facts: Facts, figure: string): Part | undefined {
  const having = facts.parts.filter((part) => (part.report.figures[figure] ?? 0) > 0);
  return having.length === 0
    ? undefined
    : having.reduce((a, b) => ((b.report.figures[figure] ?? 0) > (a.report.figures[figure] ?? 0) ? b : a));
}
