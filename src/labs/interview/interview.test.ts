/** The interview: questions that can be played, trials aimed by the drawing, a clock that is kept, and a review in which every line is measured. */
import { describe, expect, it } from 'vitest';
import type { Design, LinkDoc, NodeDoc } from '../../design/document.ts';
import { read } from '../../design/read.ts';
import { poolOf } from '../../run/lanes.ts';
import { runJob } from '../../run/run-job.ts';
import type { ParamBag } from '../../std/parameter.ts';
import { ENVELOPE_FIELDS, envelope, readEnvelope } from '../../theory/envelope.ts';
import { briefText, sheetOf } from './brief.ts';
import { QUESTIONS, questionOf } from './questions.ts';
import { reviewMarkdown, reviewOf } from './review.ts';
import {
  asking,
  beginSession,
  clockText,
  inPhase,
  paused,
  readSession,
  resumed,
  SHARES,
  spanText,
  spentBy,
  totalSpent,
} from './session.ts';
import { aim, drawingMark, runTrials, singlePointsOf, trialsOf } from './trials.ts';

const pool = poolOf(2, () => ({ run: async (job) => runJob(job, () => 0), stop: () => {} }));
const part = (id: string, kind: string, params: ParamBag, zones: readonly string[]): NodeDoc => ({
  id,
  kind,
  name: id,
  x: 0,
  y: 0,
  params,
  region: '',
  zones,
});
const link = (from: string, to: string, params: ParamBag = {}): LinkDoc => ({ id: `${from}-${to}`, from, to, params });
const question = questionOf('short-links')!;
const all = question.asks.map(({ id }) => id);
const sheet = sheetOf(question, { asked: all });

/** One of everything, all in one zone. */
const weak: Design = {
  ...sheet,
  nodes: [
    ...sheet.nodes,
    part('app', 'service', { instances: 1, workers: 8, work: { type: 'constant', value: 9 } }, ['a']),
    part('db', 'sql-database', { replicas: 0 }, ['a']),
  ],
  links: [link('users', 'app', { timeout: 1000 }), link('app', 'db', { timeout: 500 })],
};

/** Copies in three zones, a cache, a database whose replicas take over with everything that was confirmed. */
const strong: Design = {
  ...sheet,
  nodes: [
    ...sheet.nodes,
    part('edge', 'load-balancer', { instances: 3 }, ['a', 'b', 'c']),
    part('app', 'service', { instances: 12, workers: 64, work: { type: 'constant', value: 4 } }, ['a', 'b', 'c']),
    part('db', 'sql-database', { replicas: 2, replication: 'sync', reads: 'any', workers: 64 }, ['a', 'b', 'c']),
  ],
  links: [
    link('users', 'edge', { timeout: 400, retries: 3 }),
    link('edge', 'app', { timeout: 300 }),
    link('app', 'db', { timeout: 200, retries: 1, retryBudget: 0.2 }),
  ],
};

describe('D17: the questions', () => {
  it('are eight at least, each with a sheet that can be read, and a load that its figures give', () => {
    expect(QUESTIONS.length).toBeGreaterThanOrEqual(8);
    expect(new Set(QUESTIONS.map(({ id }) => id)).size).toBe(QUESTIONS.length);
    for (const one of QUESTIONS) {
      const ids = one.asks.map(({ id }) => id);
      expect(
        one.required.filter(({ ask }) => !ids.includes(ask)),
        one.id,
      ).toEqual([]);
      const design = sheetOf(one, { asked: ids });
      const again = read(design);
      expect(again.ok ? [] : again.error, one.id).toEqual([]);
      expect(again.ok && again.value.scenario.objectives.length, one.id).toBe(one.required.length);
      const figures = Object.assign({}, ...one.asks.map((ask) => ask.figures ?? {})) as Record<string, number>;
      for (const [name, value] of Object.entries(figures)) {
        const spec = ENVELOPE_FIELDS[name as keyof typeof ENVELOPE_FIELDS];
        expect(value >= spec.min && value <= spec.max, `${one.id}: ${name}`).toBe(true);
      }
      const reckoned = envelope(readEnvelope(figures)).peak.value / Number(one.source.params['rate']);
      expect(reckoned, `${one.id}: reckoned over loaded`).toBeGreaterThan(0.75);
      expect(reckoned, `${one.id}: reckoned over loaded`).toBeLessThan(1.35);
    }
  });

  it('each have trials that can be aimed at a drawing, and give a design that can be run', () => {
    for (const one of QUESTIONS) {
      const drawn = { ...strong, ...sheetOf(one, { asked: [] }), nodes: strong.nodes, links: strong.links };
      for (const trial of trialsOf(one)) {
        const aimed = aim(drawn, trial);
        if ('why' in aimed) expect(trial.sort, one.id).toBe('cold-cache');
        else expect(read(aimed.design).ok, `${one.id}: ${trial.says}`).toBe(true);
        expect(trial.must.length, `${one.id}: ${trial.says}`).toBeGreaterThan(0);
      }
    }
  });

  it('put what was asked into the brief and on the sheet, and keep what was not', () => {
    const [first] = question.asks;
    expect(briefText(question, [])).not.toContain(first!.answer);
    expect(briefText(question, all)).toContain(first!.answer);
    expect(sheetOf(question, { asked: [] }).scenario.objectives).toEqual([]);
    expect(sheetOf(question, { asked: ['fast'] }).scenario.objectives.map(({ metric }) => metric)).toEqual(['latency.p99']);
  });
});

describe('T11: the trials', () => {
  it('tell a drawing of one copy each from one that was made to last, by measurement alone', { timeout: 120_000 }, async () => {
    const trials = trialsOf(question);
    const steps: number[] = [];
    const [bad, good] = await Promise.all([runTrials(weak, trials, pool, ({ done }) => steps.push(done)), runTrials(strong, trials, pool)]);
    expect(steps.at(-1)).toBe(trials.length);
    const held = (results: typeof bad) => results.filter((one) => one.held).map(({ says }) => says);
    const zone = trials.findIndex(({ sort }) => sort === 'zone');
    expect(bad[zone]?.held).toBe(false);
    expect(bad[zone]?.availability).toMatch(/^(0|[1-9]\d?(\.\d+)?) %$/);
    expect(good[zone], JSON.stringify(good[zone])).toMatchObject({ held: true, lostWrites: 0 });
    expect(good[0], JSON.stringify(good[0])).toMatchObject({ held: true, not: '' });
    expect(held(good).length).toBeGreaterThan(held(bad).length);
    const cold = good.find(({ not }) => not !== '');
    expect(cold?.not).toBe('No cache is drawn: there is nothing to go cold.');
    // The result names the very run that it was measured in.
    const aimed = aim(strong, trials[zone]!);
    const again = 'why' in aimed ? undefined : runJob({ design: aimed.design, seed: aimed.design.scenario.seed }, () => 0);
    expect(again?.ok && again.report.digest).toBe(good[zone]?.digest);

    const session = { ...beginSession('short-links', 0), asked: ['fast'], trials: good, reckoned: 690 };
    const review = reviewOf(question, session, strong, false, 60_000);
    const digests = good.map(({ digest }) => digest).filter((digest) => digest !== '');
    for (const { from } of review.parts.flatMap(({ lines }) => lines)) {
      const runs = [...from.matchAll(/run ([0-9a-f]{16})/g)].map(([, digest]) => digest ?? '');
      expect(
        runs.length > 0
          ? runs.every((digest) => digests.includes(digest))
          : ['what was asked', 'calculator', 'the drawing', 'the clock'].includes(from),
        from,
      ).toBe(true);
    }
    const text = reviewMarkdown(review, 'https://example.org/#lb1');
    expect(text).toContain('- ✓ Asked: How long may following a link take?');
    expect(text).toContain('- ✗ Not asked: What may it cost?');
    expect(text).toMatch(/- ✓ What is required holds at [25] times the load\./);
    expect(text).toMatch(/Zone [abc] is lost: held .*\*\(run [0-9a-f]{16}\)\*/);
    expect(text).toContain('[The drawing](https://example.org/#lb1)');
  });

  it('say what cannot be tried, and name single points of failure by the drawing', () => {
    const empty = { ...sheet, nodes: [], links: [] };
    for (const sort of ['zone', 'part', 'leader', 'slow-store', 'cold-cache', 'cut', 'hot-key', 'spike'] as const) {
      expect(aim(empty, { sort, says: '', must: [] }), sort).toMatchObject({ why: expect.stringMatching(/\.$/) });
    }
    expect(singlePointsOf(weak)).toEqual(['app', 'db']);
    expect(singlePointsOf(strong)).toEqual([]);
    const structure = (drawn: Design) =>
      reviewOf(question, beginSession('short-links', 0), drawn, false, 0).parts.find(({ title }) => title === 'Single points of failure')
        ?.lines;
    expect(structure(weak)?.map(({ text }) => text)).toEqual([
      'All of it stands in zone a: its loss is the loss of everything.',
      'app stops everything that needs it: there is one copy.',
      'db stops everything that needs it: there is one copy.',
    ]);
    expect(structure(strong)).toMatchObject([{ standing: 'held' }]);
    const data = (drawn: Design) =>
      reviewOf(question, beginSession('short-links', 0), drawn, false, 0)
        .parts.find(({ title }) => title === 'Consistency')
        ?.lines.map(({ text }) => text);
    expect(data(weak)).toEqual(['No operation was recorded.']);
    expect(data({ ...weak, nodes: weak.nodes.slice(0, 2), links: weak.links.slice(0, 1) })?.[0]).toBe(
      'Nothing that is written is kept: no store is drawn.',
    );
    expect(drawingMark(weak)).not.toBe(drawingMark(strong));
    expect(drawingMark({ ...weak, nodes: weak.nodes.map((node) => ({ ...node, x: node.x + 40 })) })).toBe(drawingMark(weak));
  });

  it('measure nothing where no request gets anywhere, and say so', async () => {
    const [calm] = await runTrials({ ...weak, links: [] }, trialsOf(question).slice(0, 1), pool);
    expect(calm).toMatchObject({ held: false, verdicts: [], not: 'No request came to an end: link what sends them to what answers.' });
  });

  it('leave a review that invents nothing when nothing was run', () => {
    const review = reviewOf(question, beginSession('short-links', 0), undefined, false, 0);
    const lines = review.parts.flatMap((one) => (one.title === 'Scope' || one.title === 'Time' ? [] : one.lines));
    expect(lines.map(({ standing }) => standing)).toEqual(lines.map(() => 'unknown'));
  });
});

describe('T11: the clock', () => {
  const minute = 60_000;

  it('counts what is spent in each phase, stands still while it is paused, and goes on beyond its end', () => {
    let session = beginSession('chat', 0);
    session = inPhase(session, 'draw', 5 * minute);
    session = paused(session, 8 * minute);
    session = resumed(session, 20 * minute);
    session = inPhase(session, 'dive', 21 * minute);
    expect(spentBy(session, 30 * minute)).toEqual({ scope: 5 * minute, draw: 4 * minute, dive: 9 * minute, wrap: 0 });
    expect(totalSpent(session, 90 * minute)).toBe(78 * minute);
    expect(totalSpent(paused(session, 30 * minute), 90 * minute)).toBe(18 * minute);
    expect([clockText(45 * minute), clockText(61_999), clockText(0), clockText(-90_000)]).toEqual(['45:00', '1:01', '0:00', '−1:30']);
    expect([spanText(5000), spanText(125_000)]).toEqual(['5 s', '2 min 5 s']);
    expect(Object.values(SHARES).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
  });

  it('is kept with everything else, and what is no session is none', () => {
    const session = asking(asking(beginSession('chat', 7), 'fast'), 'fast');
    expect(readSession(JSON.parse(JSON.stringify(session)))).toEqual(session);
    expect([readSession(undefined), readSession({ ...session, question: 'no' }), readSession({ ...session, phase: 'no' })]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    const odd = readSession({
      question: 'chat',
      phase: 'dive',
      asked: ['fast', 'nonsense'],
      minutes: -3,
      spent: { dive: 'x' },
      trials: [{ at: 'x' }, null],
    });
    expect(odd).toMatchObject({ asked: ['fast'], minutes: 45, spent: { dive: 0 }, trials: [] });
  });
});
