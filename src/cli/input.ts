/** Where a design comes from: a file, a link, or standard input; and single values set on top of it. */
import { readFileSync, statSync } from 'node:fs';
import type { Design } from '../design/document.ts';
import { leftOutWords, read } from '../design/read.ts';
import { openFileText } from '../design/share/file.ts';
import { decodeLink } from '../design/share/link.ts';
import { BAD_INPUT, problemLines, Stop, tell } from './output.ts';

/** Larger files are refused unread (chosen; what a file's text may hold, in UTF-8). */
const MOST_BYTES = 32_000_000;

export interface Input {
  readonly design: Design;
  /** The digest that a link says its run must have. */
  readonly expected: string | undefined;
}

/** Reads FILE, LINK or `-`. @throws Stop with exit code 2 and words. */
export function readInput(source: string | undefined): Input {
  if (source === undefined) throw new Stop(BAD_INPUT, 'Name a file, a link or - for standard input.');
  if (looksLikeLink(source)) {
    const capsule = decodeLink(source);
    if (!capsule.ok) throw new Stop(BAD_INPUT, problemLines(capsule.error));
    warn(capsule.value.leftOut ?? []);
    return { design: capsule.value.design, expected: capsule.value.digest };
  }
  const opened = openFileText(readSource(source));
  if (!opened.ok) throw new Stop(BAD_INPUT, problemLines(opened.error));
  warn(opened.value.leftOut);
  return { design: opened.value.design, expected: undefined };
}

function warn(leftOut: readonly string[]): void {
  const words = leftOutWords(leftOut);
  if (words !== undefined) tell(words);
}

/**
 * The design with values set at paths such as `nodes.db.params.replicas=3` or `scenario.seed=7`: parts of lists are named
 * by id or by number. Values are JSON, or plain text where they are not. @throws Stop with exit code 2.
 */
export function withValues(design: Design, settings: readonly string[]): Design {
  if (settings.length === 0) return design;
  const copy: unknown = structuredClone(design);
  for (const setting of settings) setValue(copy, setting);
  const result = read(copy);
  if (!result.ok) throw new Stop(BAD_INPUT, problemLines(result.error));
  return result.value;
}

function looksLikeLink(source: string): boolean {
  return source.startsWith('#') || /^(https?|file):/.test(source);
}

function readSource(source: string): string {
  try {
    if (source !== '-' && statSync(source).size > MOST_BYTES) throw new Stop(BAD_INPUT, `${source}: larger than ${MOST_BYTES} bytes.`);
    return readFileSync(source === '-' ? 0 : source, 'utf8');
  } catch (error) {
    if (error instanceof Stop) throw error;
    throw new Stop(BAD_INPUT, `${source}: cannot be read.`);
  }
}

function setValue(document: unknown, setting: string): void {
  const equals = setting.indexOf('=');
  if (equals < 1) throw new Stop(BAD_INPUT, `--set ${setting}: write PATH=VALUE.`);
  const path = setting.slice(0, equals).split('.');
  const last = path.pop() ?? '';
  let place: unknown = document;
  for (const step of path) place = stepInto(place, step, setting);
  if (typeof place !== 'object' || place === null || !/^[\w-]+$/.test(last) || last === '__proto__') {
    throw new Stop(BAD_INPUT, `--set ${setting}: there is no such place.`);
  }
  Object.defineProperty(place, last, { value: valueFrom(setting.slice(equals + 1)), enumerable: true, writable: true, configurable: true });
}

function stepInto(place: unknown, step: string, setting: string): unknown {
  if (Array.isArray(place)) {
    const named: unknown = place.find((item) => typeof item === 'object' && item !== null && 'id' in item && item.id === step);
    const found: unknown = named ?? place[Number(step)];
    if (found !== undefined) return found;
  } else if (typeof place === 'object' && place !== null && Object.hasOwn(place, step)) {
    return (place as Readonly<Record<string, unknown>>)[step];
  }
  throw new Stop(BAD_INPUT, `--set ${setting}: there is no ${step}.`);
}

function valueFrom(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
