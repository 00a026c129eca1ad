/**
 * Taking in values from outside: each question names the field, says what is wrong in words, and answers with something
 * usable, so that reading goes on and finds all problems at once. Only own properties are looked at, so nothing that an
 * object inherits, and no `__proto__`, can pass for data. It knows shapes of values, nothing of designs.
 */

import type { Unit } from '../../std/parameter.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { Problem } from '../document.ts';
import { oneLine, severalLines } from './plain-text.ts';

/** More problems than this help nobody (chosen). */
export const MAX_PROBLEMS = 50;
/** Characters of a place in a sentence (chosen). */
const MOST_PLACE = 120;

/** What a number may be. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
  readonly unit: Unit;
}

const ID = /^[a-z0-9-]+$/;

/** Gathers problems while a document is read. */
export class Intake {
  readonly problems: Problem[] = [];
  /** Every object that was looked into: where it stands, and the fields that somebody asked for. */
  readonly #seen = new Map<object, { readonly place: string; readonly asked: Set<string> }>();

  /** Whether so much is wrong that looking further is of no use. */
  get full(): boolean {
    return this.problems.length >= MAX_PROBLEMS;
  }

  refuse(place: string, code: string, message: string): void {
    if (!this.full) this.problems.push({ code, severity: 'error', place, message });
  }

  /** The fields of an object; undefined, with a problem, for anything else. */
  fields(raw: unknown, place: string): Fields | undefined {
    if (typeof raw === 'object' && raw !== null && !Array.isArray(raw)) {
      const seen = this.#seen.get(raw) ?? { place, asked: new Set<string>() };
      this.#seen.set(raw, seen);
      return new Fields(this, raw, place, seen.asked);
    }
    this.refuse(place, 'wrong-type', `This must be an object, not ${shown(raw)}.`);
    return undefined;
  }

  /** Notes what a value read as a whole was rebuilt into: the fields that it does not have again are those nobody asked for. */
  rebuilt(raw: unknown, read: unknown, place: string): void {
    if (!isObject(raw) || !isObject(read)) return;
    if (Array.isArray(raw)) {
      raw.forEach((one: unknown, i) => {
        this.rebuilt(one, ownValue(read, String(i)), `${place}[${i}]`);
      });
      return;
    }
    this.#seen.set(raw, { place, asked: new Set(Object.keys(read)) });
    for (const [name, one] of Object.entries(raw)) this.rebuilt(one, ownValue(read, name), `${place}.${name}`);
  }

  /** Fields that are there and that nobody asked for, so that they are lost: places by id, as `nodes.db.params.replicas`. */
  unasked(): readonly string[] {
    const byId = this.#byId();
    return this.unaskedPlaces().map((place) => shortPlace(byId(place)));
  }

  /** The same by number: `nodes[2].params.replicas`. They are as long as what came in made them. */
  unaskedPlaces(): readonly string[] {
    return [...this.#seen].flatMap(([raw, { place, asked }]) =>
      Object.entries(raw)
        .filter(([name, value]) => value !== undefined && !asked.has(name))
        .map(([name]) => (place === '' ? name : `${place}.${name}`)),
    );
  }

  #byId(): (place: string) => string {
    const ids = new Map<string, string>();
    for (const [raw, { place }] of this.#seen) {
      const id: unknown = Object.hasOwn(raw, 'id') ? (raw as { id: unknown }).id : undefined;
      if (typeof id === 'string' && ID.test(id)) ids.set(place, id);
    }
    return (place) =>
      place.replace(/(\w+)\[\d+\]/g, (whole, list: string, at: number) => {
        const id = ids.get(place.slice(0, at + whole.length));
        return id === undefined ? whole : `${list}.${id}`;
      });
  }
}

/** A place as it may stand in a sentence: names in it are whatever came in. */
export function shortPlace(place: string): string {
  return oneLine(place, MOST_PLACE);
}

function isObject(raw: unknown): raw is object {
  return typeof raw === 'object' && raw !== null;
}

function ownValue(from: object, name: string): unknown {
  return Object.hasOwn(from, name) ? (from as Record<string, unknown>)[name] : undefined;
}

/** One object from outside. Every question takes the name of a field; an absent field answers `otherwise`. */
export class Fields {
  readonly place: string;
  readonly #intake: Intake;
  readonly #raw: object;
  readonly #asked: Set<string>;

  constructor(intake: Intake, raw: object, place: string, asked: Set<string> = new Set()) {
    this.#intake = intake;
    this.#raw = raw;
    this.#asked = asked;
    this.place = place;
  }

  /** The path of a field, for a problem. */
  at(name: string): string {
    return this.place === '' ? name : `${this.place}.${name}`;
  }

  /** The own value as it stands; undefined when there is none. */
  raw(name: string): unknown {
    this.#asked.add(name);
    return ownValue(this.#raw, name);
  }

  /** Notes what the field's value, read as a whole, was rebuilt into. */
  rebuilt(name: string, read: unknown): void {
    this.#intake.rebuilt(this.raw(name), read, this.at(name));
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  refuse(name: string, code: string, message: string): void {
    this.#intake.refuse(this.at(name), code, message);
  }

  number(name: string, range: Range, otherwise: number): number {
    const raw = this.raw(name);
    if (raw === undefined) return otherwise;
    const wrong = wrongNumber(raw, range);
    if (wrong === undefined) return plain(raw as number);
    this.refuse(name, wrong.code, `This must be ${wrong.message}`);
    return otherwise;
  }

  flag(name: string, otherwise: boolean): boolean {
    const raw = this.raw(name);
    if (raw === undefined || typeof raw === 'boolean') return raw ?? otherwise;
    this.refuse(name, 'wrong-type', `This must be true or false, not ${shown(raw)}.`);
    return otherwise;
  }

  /** One line of text for people, cleaned and cut to length. */
  line(name: string, most: number, otherwise: string): string {
    return oneLine(this.#string(name) ?? otherwise, most);
  }

  /** Text of several lines for people, cleaned and cut to length. */
  lines(name: string, most: number, otherwise: string): string {
    return severalLines(this.#string(name) ?? otherwise, most);
  }

  /** A text that is compared and not shown; anything but a string is refused, a missing one too. */
  word(name: string): string {
    const raw = this.#string(name);
    if (raw === undefined && !this.has(name)) this.refuse(name, 'missing', `${name} is missing.`);
    return raw ?? '';
  }

  /** A slug of at most `most` characters; refused when it is missing or anything else. Answers '' then. */
  id(name: string, most: number): string {
    const raw = this.word(name);
    if (raw === '' && !(this.raw(name) === '')) return '';
    if (raw.length <= most && ID.test(raw)) return raw;
    this.refuse(name, 'bad-id', `An id has 1 to ${most} small letters, digits and hyphens; ${shown(raw)} has not.`);
    return '';
  }

  /** The elements of a list; a list that is too long is refused and not looked into. */
  list(name: string, most: number, things: string): readonly unknown[] {
    const raw = this.raw(name);
    if (raw === undefined) return [];
    if (!Array.isArray(raw)) {
      this.refuse(name, 'wrong-type', `This must be a list, not ${shown(raw)}.`);
      return [];
    }
    if (raw.length <= most) return raw;
    this.refuse(name, 'too-many', `At most ${grouped(most)} ${things}; these are ${grouped(raw.length)}.`);
    return [];
  }

  #string(name: string): string | undefined {
    const raw = this.raw(name);
    if (raw === undefined || typeof raw === 'string') return raw;
    this.refuse(name, 'wrong-type', `This must be text, not ${shown(raw)}.`);
    return undefined;
  }
}

/** What a value lacks to be a number of this range, as the end of a sentence; undefined when it is one. */
export function wrongNumber(raw: unknown, range: Range): { readonly code: string; readonly message: string } | undefined {
  const { min, max, whole } = range;
  if (typeof raw !== 'number' || !Number.isFinite(raw))
    return { code: 'not-a-number', message: `${rangeWords(range)}, not ${shown(raw)}.` };
  if (raw < min || raw > max) return { code: 'out-of-range', message: `${rangeWords(range)}, not ${shown(raw)}.` };
  if (whole && !Number.isInteger(raw)) return { code: 'not-whole', message: `${rangeWords(range)}, not ${shown(raw)}.` };
  return undefined;
}

/** Minus zero is zero: it would print, compare and travel differently for no reason. */
export function plain(x: number): number {
  return x === 0 ? 0 : x;
}

function rangeWords({ min, max, whole, unit }: Range): string {
  const print = (x: number): string => (unit === 'count' ? grouped(x) : formatQuantity(x, unit, 6));
  return `a ${whole ? 'whole ' : ''}number from ${print(min)} to ${print(max)}`;
}

/** 12345 → "12,345". Numbers that are not whole stay as they are. */
export function grouped(x: number): string {
  if (!Number.isInteger(x) || Math.abs(x) >= 1e15) return String(x);
  const digits = String(Math.abs(x));
  return `${x < 0 ? '-' : ''}${digits.replace(/\B(?=(\d{3})+$)/g, ',')}`;
}

/** A value from outside as it may stand in a sentence: short, and quoted when it is text. */
export function shown(raw: unknown): string {
  if (typeof raw === 'string') return `"${oneLine(raw, 40)}${raw.length > 40 ? '…' : ''}"`;
  if (typeof raw === 'number' || typeof raw === 'boolean') return String(raw);
  if (raw === null) return 'null';
  if (raw === undefined) return 'nothing';
  return Array.isArray(raw) ? 'a list' : typeof raw === 'object' ? 'an object' : `a ${typeof raw}`;
}
