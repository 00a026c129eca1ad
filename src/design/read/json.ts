/**
 * JSON from outside. A look of our own goes over the text first, with a stack of known size: a parser that recurses ends
 * in a full stack instead of an answer, and engines word what is wrong each in their own way, most without the place.
 */
import { err, ok, type Result } from '../../std/result.ts';
import type { Problem } from '../document.ts';
import { grouped } from './intake.ts';

/** Characters of text that are read at all: a link, a paste, a hand-written document (chosen). */
export const MAX_TEXT = 1_000_000;
/** The deepest document that can be valid: a fault's mixture of mixtures of measured values. */
const MAX_DEPTH = 13;

/** The value that a JSON text stands for, still to be judged. A byte-order mark in front is overlooked. */
export function parseJson(text: string, most = MAX_TEXT): Result<unknown, Problem> {
  if (text.length > most) {
    return refused('too-large', `This text has ${grouped(text.length)} characters; at most ${grouped(most)} are read.`);
  }
  const json = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (json.trim() === '') return refused('empty', 'There is nothing in it.');
  const end = new Look(json).over();
  switch (end) {
    case 'deep':
      return refused('too-deep', `Lists and objects are nested deeper than ${MAX_DEPTH} levels; no design is.`);
    case 'open':
      return refused('not-json', 'The text breaks off in the middle: something that was opened is never closed.');
    case 'whole':
      try {
        return ok(JSON.parse(json));
      } catch {
        return refused('not-json', 'This is not JSON.');
      }
    default:
      return refused('not-json', `This is not JSON: line ${json.slice(0, end).split('\n').length} is wrong.`);
  }
}

/** What may come next. After a comma something must come, after an opening bracket the closing one may. */
type Due = 'value' | 'value-or-end' | 'name' | 'name-or-end' | 'colon' | 'comma-or-end' | 'nothing';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
const SPACE = /[ \t\n\r]*/y;

/** One pass over a JSON text. */
class Look {
  readonly #json: string;
  /** Closing brackets still owed, innermost last. */
  readonly #owed: ('}' | ']')[] = [];
  #at = 0;
  #due: Due = 'value';

  constructor(json: string) {
    this.#json = json;
  }

  /** `whole` when nothing seems wrong, `open` when the text breaks off, `deep`, or the position of the first mistake. */
  over(): 'whole' | 'open' | 'deep' | number {
    for (;;) {
      this.#skip(SPACE);
      const c = this.#json[this.#at];
      if (c === undefined) return this.#due === 'nothing' ? 'whole' : 'open';
      const at = this.#at;
      if (!this.#step(c)) return this.#at >= this.#json.length ? 'open' : at;
      if (this.#owed.length > MAX_DEPTH) return 'deep';
    }
  }

  /** Takes one token; false when it must not stand here, or ends too early (then everything has been read). */
  #step(c: string): boolean {
    if (c === this.#owed.at(-1) && this.#due.endsWith('-or-end')) {
      this.#owed.pop();
      this.#at++;
      this.#valueEnds();
      return true;
    }
    switch (this.#due) {
      case 'nothing':
        return false;
      case 'colon':
        this.#due = 'value';
        return this.#take(c === ':');
      case 'comma-or-end':
        this.#due = this.#owed.at(-1) === '}' ? 'name' : 'value';
        return this.#take(c === ',');
      case 'name':
      case 'name-or-end':
        this.#due = 'colon';
        return c === '"' && this.#string();
      default:
        return this.#value(c);
    }
  }

  #value(c: string): boolean {
    if (c === '{' || c === '[') {
      this.#owed.push(c === '{' ? '}' : ']');
      this.#due = c === '{' ? 'name-or-end' : 'value-or-end';
      return this.#take(true);
    }
    const good = c === '"' ? this.#string() : this.#skip(NUMBER) || this.#skip(WORD);
    this.#valueEnds();
    return good;
  }

  #valueEnds(): void {
    this.#due = this.#owed.length === 0 ? 'nothing' : 'comma-or-end';
  }

  #string(): boolean {
    for (let i = this.#at + 1; i < this.#json.length; i++) {
      const c = this.#json[i] ?? '';
      if (c === '\\') i++;
      else if (c === '"') {
        this.#at = i + 1;
        return true;
      } else if (c < ' ') return false;
    }
    this.#at = this.#json.length;
    return false;
  }

  #take(good: boolean): boolean {
    if (good) this.#at++;
    return good;
  }

  /** Moves over what a pattern matches here; false when that is nothing. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#json)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }
}

function refused(code: string, message: string): Result<never, Problem> {
  return err({ code, severity: 'error', place: '', message });
}
