/**
 * The only gate: whatever comes from outside (a link, a file, the clipboard, storage, another window) becomes a design
 * here or is refused in words, with the place of everything that is wrong. What passes holds every promise that
 * document.ts makes, in one canonical form: known fields only, defaults left out, text cleaned, the timeline in order.
 * Reading a design that passed gives the same design again. It throws nothing, whatever it is given.
 */
import { err, ok, type Result } from '../std/result.ts';
import { type ClassDoc, type Design, DOCUMENT_VERSION, LIMITS, type Problem } from './document.ts';
import { checkGraph } from './read/graph.ts';
import { type Fields, Intake, shortPlace } from './read/intake.ts';
import { MAX_TEXT, parseJson } from './read/json.ts';
import { PLAIN_CLASS, readClass, readLink, readNode, type Surroundings } from './read/parts.ts';
import { readPrices } from './read/prices.ts';
import { readScenario } from './read/scenario.ts';
import { migrated } from './read/versions.ts';
import { CATALOG, type Registry } from './registry.ts';

/** A design that was read, and the places of what this version does not know and left out. */
export interface Opened {
  readonly design: Design;
  readonly leftOut: readonly string[];
}

/** Reads a document that is already a value: from storage, from a decoded link, from a message. */
export function read(input: unknown, registry: Registry = CATALOG): Result<Design, readonly Problem[]> {
  const opened = openDocument(input, registry);
  return opened.ok ? ok(opened.value.design) : opened;
}

/** Reads a document and says what was left out of it. */
export function openDocument(input: unknown, registry: Registry = CATALOG): Result<Opened, readonly Problem[]> {
  const intake = new Intake();
  if (intake.fields(input, '') === undefined) return err(intake.problems);
  const current = migrated(input as object);
  if (!current.ok) return err([current.error]);
  const fields = intake.fields(current.value, '');
  if (fields === undefined) return err(intake.problems);
  // Its number was asked for by `migrated`.
  fields.has('version');
  const design = readFields(fields, intake, registry);
  return intake.problems.length === 0 ? ok({ design, leftOut: intake.unasked() }) : err(intake.problems);
}

/** Reads a document written as JSON: a file, a paste. Texts of more than `most` characters are refused unread. */
export function readText(text: string, registry: Registry = CATALOG, most: number = MAX_TEXT): Result<Design, readonly Problem[]> {
  const opened = openText(text, registry, most);
  return opened.ok ? ok(opened.value.design) : opened;
}

/** The same, saying what was left out. */
export function openText(text: string, registry: Registry = CATALOG, most: number = MAX_TEXT): Result<Opened, readonly Problem[]> {
  const json = parseJson(text, most);
  return json.ok ? openDocument(json.value, registry) : err([json.error]);
}

/** Places of what was left out that are named (chosen); the others are counted. */
const NAMED = 5;

/** What was left out of something that was opened, in words; undefined when nothing was. */
export function leftOutWords(leftOut: readonly string[]): string | undefined {
  const [first, ...others] = leftOut;
  if (first === undefined) return undefined;
  const said = [first, ...others.slice(0, NAMED - 1)].join(', ');
  const more = leftOut.length > NAMED ? `, and ${leftOut.length - NAMED} more` : '';
  const settings = others.length === 0 ? 'One setting is' : `${leftOut.length} settings are`;
  return `${settings} unknown to this version and left out: ${said}${more}.`;
}

/** Where a problem is that concerns what came in as a whole. */
const WHOLE = new Set(['', 'version', 'link', 'clipboard']);

/** The first problem in words, with its place, and how many more there are; undefined for none. */
export function problemWords(problems: readonly Problem[]): string | undefined {
  const [first, ...others] = problems;
  if (first === undefined) return undefined;
  const said = WHOLE.has(first.place) ? first.message : `${shortPlace(first.place)}: ${first.message}`;
  return others.length === 0 ? said : `${said} (and ${others.length} more)`;
}

function readFields(fields: Fields, intake: Intake, registry: Registry): Design {
  if (!fields.has('nodes')) fields.refuse('nodes', 'not-a-design', 'This is no design: it has no list of nodes.');
  const classes = readClasses(fields, intake);
  const around: Surroundings = { intake, registry, classes: new Set(classes.map((one) => one.id)) };
  const nodes = readList(fields, 'nodes', LIMITS.nodes, 'parts', (raw, place) => readNode(around, raw, place));
  const links = readList(fields, 'links', LIMITS.links, 'links', (raw, place) => readLink(around, raw, place));
  checkGraph(intake, { nodes, links }, registry);
  const sound = intake.problems.length === 0;
  const prices = readPrices(intake, fields.raw('prices'));
  return {
    version: DOCUMENT_VERSION,
    title: fields.line('title', LIMITS.nameLength, '') || 'Untitled',
    about: fields.lines('about', LIMITS.textLength, ''),
    classes,
    nodes,
    links,
    scenario: readScenario(around, fields.raw('scenario'), sound ? { nodes, links } : undefined),
    ...(prices !== undefined && { prices }),
  };
}

function readClasses(fields: Fields, intake: Intake): readonly ClassDoc[] {
  if (!fields.has('classes')) return [PLAIN_CLASS];
  const before = intake.problems.length;
  const classes = readList(fields, 'classes', LIMITS.classes, 'request classes', (raw, place) => readClass(intake, raw, place));
  if (classes.length === 0 && intake.problems.length === before)
    fields.refuse('classes', 'missing', 'There must be at least one request class.');
  const places = new Map<string, number>();
  classes.forEach(({ id }, i) => {
    const first = places.get(id);
    if (first !== undefined && id !== '')
      intake.refuse(`classes[${i}].id`, 'duplicate-id', `The id "${id}" is taken by classes[${first}].`);
    else places.set(id, i);
  });
  return classes;
}

/**
 * Reads each element. One that is no object keeps no place in the result, which does no harm: the document is refused.
 */
function readList<T>(fields: Fields, name: string, most: number, things: string, one: (raw: unknown, place: string) => T | undefined): T[] {
  const read: T[] = [];
  fields.list(name, most, things).forEach((raw, i) => {
    const thing = one(raw, `${fields.at(name)}[${i}]`);
    if (thing !== undefined) read.push(thing);
  });
  return read;
}
