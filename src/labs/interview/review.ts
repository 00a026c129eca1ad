/**
 * The review at the end of an interview. Every line says what it was measured from: a run by its digest, the drawing, the calculator, the
 * clock, or what was asked. There is no mark and no sum of marks: which of it matters most is for people to say.
 */
import type { Design } from '../../design/document.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Question, TrialDoc } from './question.ts';
import { type InterviewSession, PHASE_WORDS, PHASES, SHARES, spanText, spentBy } from './session.ts';
import { isStore, singlePointsOf, type TrialResult, trialsOf, zonesOf } from './trials.ts';

/** `told`: a figure without a verdict; `unknown`: nothing was measured. */
export type Standing = 'held' | 'missed' | 'told' | 'unknown';

export interface ReviewLine {
  readonly text: string;
  readonly standing: Standing;
  /** What it was measured from. */
  readonly from: string;
}

export interface ReviewPart {
  readonly title: string;
  readonly lines: readonly ReviewLine[];
}

export interface Review {
  readonly title: string;
  readonly parts: readonly ReviewPart[];
  readonly topics: readonly string[];
  readonly notes: string;
  /** The trials are of a drawing that has changed since. */
  readonly outdated: boolean;
}

/** `drawn` is undefined while nothing is. */
export function reviewOf(
  question: Question,
  session: InterviewSession,
  drawn: Design | undefined,
  outdated: boolean,
  nowMs: number,
): Review {
  const trials = trialsOf(question);
  const results = new Map(session.trials.map((result) => [result.at, result]));
  return {
    title: question.title,
    parts: [
      { title: 'Scope', lines: scopeLines(question, session) },
      { title: 'What is required', lines: requiredLines(results.get(0)) },
      { title: 'Room for more', lines: roomLines(trials, results) },
      { title: 'When things break', lines: breakLines(trials, results) },
      { title: 'Single points of failure', lines: structureLines(drawn) },
      { title: 'Consistency', lines: [...keptLines(question, drawn), ...dataLines(results)] },
      { title: 'Cost', lines: costLines(results.get(0)) },
      { title: 'Time', lines: timeLines(session, nowMs) },
    ],
    topics: question.topics,
    notes: session.notes.trim(),
    outdated,
  };
}

const NOTHING = 'nothing was run';
const seal = ({ digest }: TrialResult): string => `run ${digest}`;

function scopeLines(question: Question, { asked, reckoned }: InterviewSession): readonly ReviewLine[] {
  const lines: ReviewLine[] = question.asks.map(({ id, ask, answer }) =>
    asked.includes(id)
      ? { text: `Asked: ${ask} ${answer}`, standing: 'held', from: 'what was asked' }
      : { text: `Not asked: ${ask} (${answer})`, standing: 'missed', from: 'what was asked' },
  );
  const load = Number(question.source.params['rate']);
  const words = (value: number): string => formatQuantity(value, 'perSecond', 3);
  if (reckoned === undefined) return [...lines, { text: 'No peak was reckoned.', standing: 'unknown', from: 'calculator' }];
  // Two roundings up or down, and what of the peak is a matter of taste: within a half either way is the same order (chosen).
  const near = reckoned / load < 1.5 && reckoned / load > 1 / 1.5;
  return [
    ...lines,
    {
      text: `Reckoned peak ${words(reckoned)}; the sheet is loaded with ${words(load)}.`,
      standing: near ? 'held' : 'missed',
      from: 'calculator',
    },
  ];
}

function requiredLines(calm: TrialResult | undefined): readonly ReviewLine[] {
  if (calm === undefined) return [{ text: 'The drawing was never run: nothing is known of it.', standing: 'unknown', from: NOTHING }];
  if (calm.not !== '') return [{ text: `It could not be run: ${calm.not}`, standing: 'unknown', from: NOTHING }];
  return calm.verdicts.map(({ text, met, measured }) => ({
    text: `${capital(text)}: ${measured}.`,
    standing: met ? 'held' : 'missed',
    from: seal(calm),
  }));
}

type Results = ReadonlyMap<number, TrialResult>;

/** How many trials come before those that the question prescribes: the load as it is, twice and five times. */
const LADDER = 3;

/** The largest of the loads that were tried at which everything required holds. */
function roomLines(trials: readonly TrialDoc[], results: Results): readonly ReviewLine[] {
  const steps = trials.slice(0, LADDER).flatMap(({ times }, at) => {
    const result = results.get(at);
    return result === undefined || result.not !== '' ? [] : [{ times: times ?? 1, result }];
  });
  if (steps.length === 0) return [{ text: 'How much more it bears is not known.', standing: 'unknown', from: NOTHING }];
  const from = steps.map(({ result }) => seal(result)).join(', ');
  const fails = steps.find(({ result }) => !result.held);
  const most = steps.filter(({ times, result }) => result.held && (fails === undefined || times < fails.times)).at(-1)?.times;
  if (most === undefined)
    return [{ text: `What is required is missed at the load as it is. ${fails?.result.why ?? ''}`, standing: 'missed', from }];
  const beyond = fails === undefined ? 'More was not tried.' : `At ${fails.times} times it does not. ${fails.result.why}`;
  const at = most === 1 ? 'the load as it is' : `${most} times the load`;
  return [{ text: `What is required holds at ${at}. ${beyond}`, standing: most > 1 ? 'held' : 'told', from }];
}

function breakLines(trials: readonly TrialDoc[], results: Results): readonly ReviewLine[] {
  const lines = trials.flatMap((_, at): ReviewLine[] => {
    const result = results.get(at);
    if (at < LADDER || result === undefined) return [];
    if (result.not !== '') return [{ text: `${result.says} ${result.not}`, standing: 'unknown', from: 'the drawing' }];
    const missed = result.verdicts.filter(({ met }) => !met);
    const figures = (missed.length > 0 ? missed : result.verdicts).map(({ text, measured }) => `${text}: ${measured}`).join('; ');
    const why = result.held ? '' : ` ${result.why}`;
    return [
      {
        text: `${capital(result.words)}: ${result.held ? 'held' : 'not held'} (${figures}).${why}`,
        standing: result.held ? 'held' : 'missed',
        from: seal(result),
      },
    ];
  });
  return lines.length > 0 ? lines : [{ text: 'Nothing was broken.', standing: 'unknown', from: NOTHING }];
}

function structureLines(drawn: Design | undefined): readonly ReviewLine[] {
  if (drawn === undefined) return [{ text: 'Nothing is drawn.', standing: 'unknown', from: 'the drawing' }];
  const points = singlePointsOf(drawn).map((id) => drawn.nodes.find((node) => node.id === id)?.name || id);
  const [zone, ...others] = [...zonesOf(drawn).keys()];
  const together: readonly ReviewLine[] =
    zone === undefined || others.length > 0
      ? []
      : [{ text: `All of it stands in zone ${zone}: its loss is the loss of everything.`, standing: 'missed', from: 'the drawing' }];
  if (points.length === 0 && together.length > 0) return together;
  if (points.length === 0) return [{ text: 'No part stops everything by its loss alone.', standing: 'held', from: 'the drawing' }];
  const single = points.map(
    (name): ReviewLine => ({ text: `${name} stops everything that needs it: there is one copy.`, standing: 'missed', from: 'the drawing' }),
  );
  return [...together, ...single];
}

/** What is confirmed and kept nowhere is lost to nobody's notice: no figure of a run tells of it. */
function keptLines({ classes }: Question, drawn: Design | undefined): readonly ReviewLine[] {
  if (drawn === undefined || drawn.nodes.some(isStore) || !classes.some(({ write }) => write)) return [];
  return [{ text: 'Nothing that is written is kept: no store is drawn.', standing: 'missed', from: 'the drawing' }];
}

function dataLines(results: Results): readonly ReviewLine[] {
  const lines = [...results.values()].flatMap((result): ReviewLine[] => {
    const { held, violated } = result.models;
    const lost = result.lostWrites > 0 ? `${result.lostWrites} confirmed writes lost` : '';
    if (held.length + violated.length === 0 && lost === '') return [];
    const stale = result.staleShare === '–' ? '' : `${result.staleShare} of the reads were stale`;
    const models = violated.length === 0 ? `all models held (${held.join(', ')})` : `did not hold: ${violated.join(', ')}`;
    const text = `${capital(result.words)}: ${[lost, stale, held.length + violated.length === 0 ? '' : models].filter((one) => one !== '').join('; ')}.`;
    return [{ text, standing: lost === '' ? 'told' : 'missed', from: seal(result) }];
  });
  return lines.length > 0 ? lines : [{ text: 'No operation was recorded.', standing: 'unknown', from: NOTHING }];
}

function costLines(calm: TrialResult | undefined): readonly ReviewLine[] {
  if (calm === undefined || calm.cost === '' || calm.cost === '–')
    return [{ text: 'What it costs is not known.', standing: 'unknown', from: NOTHING }];
  return [{ text: `${calm.cost} an hour, at the prices of the design.`, standing: 'told', from: seal(calm) }];
}

function timeLines(session: InterviewSession, nowMs: number): readonly ReviewLine[] {
  const spent = spentBy(session, nowMs);
  return PHASES.map((phase) => {
    const meant = session.minutes * SHARES[phase] * 60_000;
    return {
      text: `${PHASE_WORDS[phase]}: ${spanText(spent[phase])} of about ${spanText(meant)}.`,
      standing: spent[phase] > meant ? 'missed' : 'told',
      from: 'the clock',
    };
  });
}

/** As it begins a sentence; p99 stays p99. */
const capital = (text: string): string => (/^p\d/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1));

const MARKS: Readonly<Record<Standing, string>> = { held: '✓', missed: '✗', told: '·', unknown: '?' };

/** The review as Markdown, with the drawing's link where there is one. */
export function reviewMarkdown(review: Review, link: string): string {
  const parts = review.parts.flatMap(({ title, lines }) => [
    `## ${title}`,
    '',
    ...lines.map(({ text, standing, from }) => `- ${MARKS[standing]} ${escaped(text)} *(${from})*`),
    '',
  ]);
  const notes = review.notes === '' ? [] : ['## Notes', '', escaped(review.notes), ''];
  const topics = ['## To talk about', '', ...review.topics.map((topic) => `- ${escaped(topic)}`), ''];
  const outdated = review.outdated ? ['*The drawing has changed since the trials ran.*', ''] : [];
  const key = '✓ held · ✗ missed · ? not known · each line says what it was measured from';
  return [
    `# Interview: ${escaped(review.title)}`,
    '',
    key,
    '',
    ...outdated,
    ...parts,
    ...notes,
    ...topics,
    ...(link === '' ? [] : [`[The drawing](${link})`, '']),
  ].join('\n');
}

/** What somebody typed is text, and no markup. */
function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|]/g, (mark) => `\\${mark}`);
}
