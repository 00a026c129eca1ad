/**
 * The trials of a deep dive: what a question prescribes, aimed at what was drawn, run, and told as plain data that can be kept. What a
 * trial breaks is chosen from the drawing by rule (the fullest zone, the first store, a part that everything needs), never by hand, so the
 * same drawing always meets the same trials.
 */
import { kindOf } from '../../catalog/index.ts';
import type { Design, ObjectiveDoc } from '../../design/document.ts';
import { instancesOf, placeOf } from '../../design/registry.ts';
import { explain } from '../../run/explain.ts';
import { judge, metricWords, objectiveText } from '../../run/objective.ts';
import type { RunPool } from '../../run/replications.ts';
import type { Report } from '../../run/report.ts';
import type { Aimed } from '../../run/study/fault-choices.ts';
import { underFaults } from '../../run/study/faulty.ts';
import { mostLoad, usersOf, withLoad } from '../../run/study/load.ts';
import { foretold, USUAL_STRUCTURE } from '../../run/study/structure.ts';
import { valueText, type Watch } from '../../run/study/study.ts';
import { unreachable } from '../../std/assert.ts';
import { plain } from './brief.ts';
import type { Question, TrialDoc } from './question.ts';

/** What an interview runs: as it is, twice and five times the load (how much room there is), then what the question prescribes. */
export function trialsOf(question: Question): readonly TrialDoc[] {
  const required = question.required.map(plain);
  const calm: TrialDoc = { sort: 'calm', says: 'As you drew it, at its peak.', must: required };
  // More load may cost more; that it does is no failure of it.
  const bears = required.filter(({ metric }) => !metric.startsWith('cost.'));
  const more = [2, 5].map(
    (times): TrialDoc => ({ sort: 'load', times, says: `${times === 2 ? 'Twice' : 'Five times'} the load.`, must: bears }),
  );
  return [calm, ...more, ...question.trials.map((trial) => ({ ...trial, must: trial.must.length === 0 ? required : inTime(trial.must) }))];
}

/** Longer nobody waits, ms (chosen): an answer that comes when a machine is back after ten seconds is none. */
const PATIENCE_MS = 5000;

/** What should hold, and within anybody's patience where nothing else is said of time. */
function inTime(must: readonly ObjectiveDoc[]): readonly ObjectiveDoc[] {
  if (must.some(({ metric }) => metric.startsWith('latency.'))) return must;
  return [...must, { id: 'patience', metric: 'latency.p99', bound: 'most', value: PATIENCE_MS, class: '' }];
}

/** A trial aimed at a drawing. */
export interface AimedTrial {
  readonly design: Design;
  /** What is done to it, as a sentence has it: `zone b is lost`. */
  readonly words: string;
}

/** Ten seconds of it, and ten to recover; figures count from when it strikes. */
const TIMES = { lastsMs: 10_000, afterMs: 10_000 };
const SLOW_FACTOR = 10;

/** The design of a trial, as it is run and can be opened; or why it cannot be tried on this drawing. */
export function aim(drawn: Design, trial: TrialDoc): AimedTrial | { readonly why: string } {
  const under = (aimed: readonly Aimed[], words: string): AimedTrial => ({
    design: underFaults(drawn, aimed, TIMES, trial.must, words),
    words,
  });
  const one = (fault: string, target: string, words: string, params: Aimed['params'] = {}): AimedTrial =>
    under([{ fault, target, params }], words);
  switch (trial.sort) {
    case 'calm':
      return under([], 'as drawn');
    case 'load': {
      const times = Math.min(trial.times ?? 10, mostLoad(drawn));
      const loaded = withLoad(drawn, times);
      return {
        design: underFaults(loaded, [], TIMES, trial.must, `${times} × load`),
        words: `${Number(times.toPrecision(3))} times the load`,
      };
    }
    case 'spike': {
      const spikes = usersOf(drawn).map(({ id }) => ({ fault: 'traffic-spike', target: id, params: { factor: trial.times ?? 10 } }));
      return spikes.length === 0 ? { why: 'Nothing sends requests.' } : under(spikes, `${trial.times ?? 10} times the load for 10 s`);
    }
    case 'hot-key': {
      const hot = usersOf(drawn).map(({ id }) => ({ fault: 'hot-key', target: id, params: { share: 0.5 } }));
      return hot.length === 0 ? { why: 'Nothing sends requests.' } : under(hot, 'half of all requests are about one key');
    }
    case 'zone': {
      const zone = fullestZone(drawn);
      return zone === undefined
        ? { why: 'Nothing is drawn that stands in a zone.' }
        : one('zone-loss', `zone:${zone}`, `zone ${zone} is lost`);
    }
    case 'cut': {
      const zones = zonesOf(drawn);
      const [first] = [...zones.keys()].sort();
      if (first === undefined || zones.size < 2) return { why: 'All of it stands in one zone: there is nothing to cut.' };
      return one('partition', `zone:${first}`, `zone ${first} is cut off from the others`);
    }
    case 'cold-cache': {
      const flushed = drawn.nodes.filter(({ kind }) => kindOf(kind)?.abilities.includes('flush') === true);
      if (flushed.length === 0) return { why: 'No cache is drawn: there is nothing to go cold.' };
      return under(
        flushed.map(({ id }) => ({ fault: 'cache-flush', target: id, params: {} })),
        `${flushed.map(nameOf).join(' and ')} forgets everything`,
      );
    }
    case 'slow-store': {
      const store = drawn.nodes.find(isStore);
      if (store === undefined) return { why: 'No store is drawn.' };
      const copies = instancesOf(store);
      const target = copies > 1 ? `${store.id}/${copies}` : store.id;
      return one('slow', target, `${copies > 1 ? 'a copy of ' : ''}${nameOf(store)} is ${SLOW_FACTOR} times slower`, {
        factor: SLOW_FACTOR,
      });
    }
    case 'leader':
      return leaderLost(drawn, one);
    case 'part': {
      const needed = singlePointsOf(drawn)[0] ?? drawn.nodes.find(({ kind }) => kindOf(kind)?.role === 'compute')?.id;
      const node = drawn.nodes.find(({ id }) => id === needed);
      return node === undefined ? { why: 'Nothing is drawn that could be lost.' } : one('crash', node.id, `${nameOf(node)} is down`);
    }
    default:
      return unreachable(trial.sort);
  }
}

type One = (fault: string, target: string, words: string) => AimedTrial;

function leaderLost(drawn: Design, one: One): AimedTrial | { readonly why: string } {
  const stores = drawn.nodes.filter(isStore);
  const leads = stores.find((node) => instancesOf(node) > 1 && kindOf(node.kind)?.abilities.includes('leader') === true);
  if (leads !== undefined) return one('kill-leader', leads.id, `the leader of ${nameOf(leads)} is lost`);
  const [store] = stores;
  if (store === undefined) return { why: 'No store is drawn.' };
  return one('crash', instancesOf(store) > 1 ? `${store.id}/1` : store.id, `a copy of ${nameOf(store)} is lost`);
}

const nameOf = ({ id, name }: { readonly id: string; readonly name: string }): string => name || id;

export function isStore({ kind }: { readonly kind: string }): boolean {
  const role = kindOf(kind)?.role;
  return role === 'store' || role === 'broker';
}

/** How many copies stand in each zone; sources and what only watches are left out. */
export function zonesOf(drawn: Design): ReadonlyMap<string, number> {
  const zones = new Map<string, number>();
  for (const node of drawn.nodes) {
    const role = kindOf(node.kind)?.role;
    if (role === undefined || role === 'source' || role === 'control') continue;
    for (let i = 0; i < instancesOf(node); i++) {
      const { zone } = placeOf(node, i);
      zones.set(zone, (zones.get(zone) ?? 0) + 1);
    }
  }
  return zones;
}

/** The zone in which most copies stand; of several the first by name. */
function fullestZone(drawn: Design): string | undefined {
  return [...zonesOf(drawn)].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0];
}

/** Parts of which one copy stops every request of some class, by the drawing; ids. */
export function singlePointsOf(drawn: Design): readonly string[] {
  const names = new Set(foretold(drawn, USUAL_STRUCTURE).classes.flatMap(({ singlePoints }) => singlePoints));
  return drawn.nodes.filter((node) => names.has(nameOf(node))).map(({ id }) => id);
}

export interface TrialVerdict {
  /** What should hold: `availability at least 99 %`. */
  readonly text: string;
  readonly met: boolean;
  /** The figure that decides, with its unit. */
  readonly measured: string;
}

/** What became of a trial. Everything in it was measured in the run that its digest names, or says why there was none. */
export interface TrialResult {
  /** Where it stands among the trials of the question. */
  readonly at: number;
  readonly says: string;
  readonly words: string;
  readonly verdicts: readonly TrialVerdict[];
  readonly held: boolean;
  readonly availability: string;
  readonly p99: string;
  readonly lostWrites: number;
  readonly staleShare: string;
  /** USD an hour; '' where nothing was measured. */
  readonly cost: string;
  /** Models of consistency that held, and that did not. */
  readonly models: { readonly held: readonly string[]; readonly violated: readonly string[] };
  /** The first thing that the explanation of the run has to say. */
  readonly why: string;
  readonly digest: string;
  /** Why it was not run. */
  readonly not: string;
}

/** Runs the trials. @throws when the pool is closed or the simulation breaks. */
export async function runTrials(
  drawn: Design,
  trials: readonly TrialDoc[],
  pool: RunPool,
  watch: Watch<readonly TrialResult[]> = () => {},
): Promise<readonly TrialResult[]> {
  const found: (TrialResult | undefined)[] = trials.map(() => undefined);
  let done = 0;
  await Promise.all(
    trials.map(async (trial, at) => {
      found[at] = await tried(drawn, trial, at, pool);
      watch({ done: ++done, planned: trials.length, result: found.flatMap((one) => one ?? []) });
    }),
  );
  return found.flatMap((one) => one ?? []);
}

/** Recording all operations of ten times the load would take more memory than a page should. */
function isChecked({ sort }: TrialDoc): boolean {
  return sort === 'calm' || sort === 'leader' || sort === 'cut';
}

async function tried(drawn: Design, trial: TrialDoc, at: number, pool: RunPool): Promise<TrialResult> {
  const aimed = aim(drawn, trial);
  if ('why' in aimed) return notTried(trial, at, aimed.why);
  const { design, words } = aimed;
  const done = await pool.run({ design, seed: design.scenario.seed, checked: isChecked(trial) });
  if (!done.ok) return notTried(trial, at, done.problems[0]?.message ?? 'The drawing cannot be run.');
  if (done.report.total.requests === 0) return notTried(trial, at, 'No request came to an end: link what sends them to what answers.');
  return resultOf(done.report, design, trial, at, words);
}

function resultOf(report: Report, design: Design, trial: TrialDoc, at: number, words: string): TrialResult {
  const { total, consistency, cost } = report;
  const verdicts = trial.must.map((objective) => verdictOf(objective, report, design));
  const found = explain(report, design).find(({ nodeId }) => nodeId !== undefined) ?? explain(report, design)[0];
  const models = (wanted: string): readonly string[] =>
    Object.entries(consistency.models).flatMap(([name, verdict]) => (verdict === wanted ? [name] : []));
  return {
    at,
    says: trial.says,
    words,
    verdicts,
    held: verdicts.every(({ met }) => met),
    availability: valueText(total.requests === 0 ? null : total.ok / total.requests, 'ratio'),
    p99: valueText(total.latencyMs.p99, 'ms'),
    lostWrites: consistency.lostAcknowledgedWrites,
    staleShare: valueText(consistency.staleShare, 'ratio'),
    cost: valueText(cost.perHour, 'usd'),
    models: { held: models('held'), violated: models('violated') },
    why: found === undefined ? '' : [`${found.title}.`, found.sentences[0] ?? ''].join(' ').trim(),
    digest: report.digest,
    not: '',
  };
}

function verdictOf(objective: ObjectiveDoc, report: Report, design: Design): TrialVerdict {
  const { met, value } = judge(objective, report);
  return { text: objectiveText(objective, design), met, measured: valueText(value, metricWords(objective.metric, design).unit) };
}

function notTried({ says }: TrialDoc, at: number, not: string): TrialResult {
  const nothing = { availability: '–', p99: '–', lostWrites: 0, staleShare: '–', cost: '', why: '', digest: '' };
  return { at, says, words: '', verdicts: [], held: false, models: { held: [], violated: [] }, ...nothing, not };
}

/** Reads results that were kept, leaving out what has the wrong form. */
export function readTrials(kept: unknown): readonly TrialResult[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((one): TrialResult[] => {
    const r = one as Partial<TrialResult> | null;
    const texts = [r?.says, r?.words, r?.availability, r?.p99, r?.staleShare, r?.cost, r?.why, r?.digest, r?.not];
    const right = texts.every((text) => typeof text === 'string') && typeof r?.at === 'number' && typeof r.held === 'boolean';
    const lists = [r?.verdicts, r?.models?.held, r?.models?.violated].every(Array.isArray) && typeof r?.lostWrites === 'number';
    return right && lists ? [r as TrialResult] : [];
  });
}

/** What the drawing is, shorter than itself: whether it has changed since the trials ran. Places on the sheet do not count. */
export function drawingMark({ nodes, links, classes, scenario }: Design): string {
  const text = JSON.stringify([nodes.map(({ x: _x, y: _y, ...node }) => node), links, classes, scenario.timeline]);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return `${text.length.toString(36)}-${hash.toString(36)}`;
}
