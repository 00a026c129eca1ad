/**
 * A timeline as a text that people read, write and keep beside their notes: JSON with one entry on each line, so that a mistake can
 * be told with its line. Reading goes through the same gate as a document.
 */
import { err, ok, type Result } from '../../std/result.ts';
import type { Design, Problem, ScenarioDoc, TimelineEntry } from '../document.ts';
import { freeId } from '../fresh.ts';
import { Intake, shortPlace } from '../read/intake.ts';
import { parseJson } from '../read/json.ts';
import { readTimeline } from '../read/timeline.ts';
import { CATALOG, type Registry } from '../registry.ts';
import { beginningOf } from '../schedule.ts';

export function timelineText(timeline: readonly TimelineEntry[]): string {
  const lines = timeline.map(({ at, type, id, ...rest }) => `  ${JSON.stringify({ at, type, id, ...rest })}`);
  return `{ "timeline": [\n${lines.join(',\n')}\n] }\n`;
}

/** Entries that were read, and what this version does not know of their text and left out, each with its line. */
export interface OpenedTimeline {
  readonly timeline: readonly TimelineEntry[];
  readonly leftOut: readonly string[];
}

/** What stands beside the timeline in a scenario: known, but not asked for here. */
const BESIDE = ['seed', 'durationMs', 'warmupMs', 'objectives'] as const satisfies readonly (keyof ScenarioDoc)[];

/** The entries of such a text, or of a whole design's, judged against this design. Places name the line: `line 4, fault`. */
export function readTimelineText(
  text: string,
  design: Pick<Design, 'nodes' | 'links' | 'classes'>,
  registry: Registry = CATALOG,
): Result<OpenedTimeline, readonly Problem[]> {
  const json = parseJson(text);
  if (!json.ok) return err([json.error]);
  const intake = new Intake();
  const classes = new Set(design.classes.map(({ id }) => id));
  const fields = intake.fields(Array.isArray(json.value) ? { timeline: json.value } : scenarioIn(json.value), '');
  if (fields !== undefined && !fields.has('timeline')) fields.refuse('timeline', 'missing', 'There is no timeline in this text.');
  const timeline = fields === undefined ? [] : readTimeline({ intake, registry, classes }, fields, design);
  const lines = linesOfEntries(text);
  for (const name of BESIDE) fields?.has(name);
  if (intake.problems.length === 0) return ok({ timeline, leftOut: intake.unaskedPlaces().map((place) => settingIn(place, lines)) });
  return err(intake.problems.map((problem) => ({ ...problem, place: placeIn(problem.place, lines) })));
}

/** A whole design has its timeline within its scenario. */
function scenarioIn(value: unknown): unknown {
  const scenario: unknown =
    typeof value === 'object' && value !== null && Object.hasOwn(value, 'scenario') ? (value as { scenario: unknown }).scenario : undefined;
  return scenario ?? value;
}

/** `timeline[2].fault` as `line 4, fault`. */
function placeIn(place: string, lines: readonly number[]): string {
  const { line, rest } = lineOf(place, lines);
  if (line === undefined) return place;
  return rest === '' ? `line ${line}` : `line ${line}, ${rest}`;
}

/** `timeline[2].glow` as `glow in line 4`, which can stand in a list. */
function settingIn(place: string, lines: readonly number[]): string {
  const { line, rest } = lineOf(place, lines);
  return line === undefined ? shortPlace(place) : `${shortPlace(rest)} in line ${line}`;
}

function lineOf(place: string, lines: readonly number[]): { readonly line: number | undefined; readonly rest: string } {
  const [, index = '', rest = ''] = /^timeline\[(\d+)\]\.?(.*)$/s.exec(place) ?? [];
  return { line: index === '' ? undefined : lines[Number(index)], rest };
}

/** On which line each entry of the list `timeline` begins, from 1. The text is valid JSON. */
function linesOfEntries(text: string): readonly number[] {
  const start = text.trimStart().startsWith('[') ? text.indexOf('[') : text.indexOf('[', text.search(/"timeline"\s*:/));
  const lines: number[] = [];
  let line = text.slice(0, start).split('\n').length;
  let depth = 0;
  let quoted = false;
  for (let i = start; i < text.length; i++) {
    const char = text[i];
    if (char === '\n') line++;
    else if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '[' || char === '{') {
      if (depth === 1) lines.push(line);
      depth++;
    } else if ((char === ']' || char === '}') && --depth === 0) break;
  }
  return lines;
}

/** Entries as they can be added to a timeline: with ids that are free there, and what speaks of them speaking of those. */
export function renamed(entries: readonly TimelineEntry[], timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const taken = new Set(timeline.map(({ id }) => id));
  const names = new Map<string, string>();
  for (const { id } of entries) {
    const free = freeId(taken, id);
    taken.add(free);
    names.set(id, free);
  }
  return entries.map((entry) => {
    const id = names.get(entry.id) ?? entry.id;
    if (entry.type === 'probe') return { ...entry, id, ...(entry.of !== undefined && { of: names.get(entry.of) ?? entry.of }) };
    const { after } = beginningOf(entry);
    return after === undefined
      ? { ...entry, id }
      : ({ ...entry, id, after: { ...after, entry: names.get(after.entry) ?? after.entry } } as TimelineEntry);
  });
}
