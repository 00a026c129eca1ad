/**
 * Reading what is drawn, one thing at a time: request classes, nodes, links. What holds between them (both ends of a
 * link, ids used once) is asked in graph.ts, so that an edit can read a single new part with the same words.
 */

import type { ParamBag } from '../../std/parameter.ts';
import { isQuery, QUERIES, type Query } from '../../std/query.ts';
import { type ClassDoc, type ClassTraits, LIMITS, type LinkDoc, type NodeDoc } from '../document.ts';
import type { Registry } from '../registry.ts';
import { type Fields, type Intake, plain, type Range, shown } from './intake.ts';
import { slugOf } from './plain-text.ts';
import { readParams } from './values.ts';

/** What is known while parts are read. */
export interface Surroundings {
  readonly intake: Intake;
  readonly registry: Registry;
  /** Ids of the request classes. */
  readonly classes: ReadonlySet<string>;
}

/** Zones that one node may be spread over (chosen; no cloud region has more than a handful). */
const MAX_ZONES = 26;
const COORDINATE: Range = { min: -LIMITS.coordinate, max: LIMITS.coordinate, whole: false, unit: 'count' };
const WEIGHT: Range = { min: 0, max: 1e6, whole: false, unit: 'count' };
const BYTES: Range = { min: 0, max: 1e12, whole: false, unit: 'bytes' };
const PRIORITY: Range = { min: 0, max: 9, whole: true, unit: 'count' };
const KEYS: Range = { min: 1, max: 1e6, whole: true, unit: 'count' };
const SKEW: Range = { min: 0, max: 3, whole: false, unit: 'factor' };
const RECORDS: Range = { min: 1, max: 1e6, whole: true, unit: 'count' };
const SHARE: Range = { min: 0, max: 1, whole: false, unit: 'ratio' };

/** What a request class is when nothing else is said; the one class of a new design. */
export const PLAIN_CLASS: ClassDoc = {
  id: 'request',
  name: 'Request',
  route: '/',
  write: false,
  weight: 1,
  bytesUp: 1_000,
  bytesDown: 10_000,
};

export function readClass(intake: Intake, raw: unknown, place: string): ClassDoc {
  const fields = intake.fields(raw, place);
  if (fields === undefined) return PLAIN_CLASS;
  const id = fields.id('id', LIMITS.idLength);
  const route = fields.line('route', LIMITS.nameLength, '/');
  return {
    id,
    name: fields.line('name', LIMITS.nameLength, id) || id,
    route: route.startsWith('/') ? route : `/${route}`,
    write: fields.flag('write', false),
    weight: fields.number('weight', WEIGHT, 1),
    bytesUp: fields.number('bytesUp', BYTES, PLAIN_CLASS.bytesUp),
    bytesDown: fields.number('bytesDown', BYTES, PLAIN_CLASS.bytesDown),
    ...readTraits(fields),
  };
}

/** What a class says besides; what is as it would be anyway is left out, so that one meaning has one form. */
function readTraits(fields: Fields): ClassTraits {
  const priority = fields.number('priority', PRIORITY, 0);
  const tenant = slugOf(fields.line('tenant', LIMITS.idLength, ''), LIMITS.idLength);
  const space = slugOf(fields.line('space', LIMITS.idLength, ''), LIMITS.idLength);
  const hotShare = fields.number('hotShare', SHARE, 0);
  const sessionShare = fields.number('sessionShare', SHARE, 1);
  const query = readQuery(fields);
  const records = fields.number('records', RECORDS, 1);
  return {
    ...(priority === 0 ? {} : { priority }),
    ...(tenant === '' ? {} : { tenant }),
    ...(space === '' ? {} : { space }),
    ...(fields.has('keys') ? { keys: fields.number('keys', KEYS, 1) } : {}),
    ...(fields.has('skew') ? { skew: fields.number('skew', SKEW, 0) } : {}),
    ...(hotShare === 0 ? {} : { hotShare }),
    ...(sessionShare === 1 ? {} : { sessionShare }),
    ...(query === 'key' ? {} : { query }),
    ...(records === 1 ? {} : { records }),
  };
}

function readQuery(fields: Fields): Query {
  if (!fields.has('query')) return 'key';
  const word = fields.word('query');
  if (isQuery(word)) return word;
  fields.refuse('query', 'unknown-choice', `A request asks by ${QUERIES.join(', ')}, not by ${shown(word)}.`);
  return 'key';
}

export function readNode(around: Surroundings, raw: unknown, place: string): NodeDoc | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  const id = fields.id('id', LIMITS.idLength);
  const kind = fields.word('kind');
  const known = around.registry.kindOf(kind);
  if (known === undefined && fields.has('kind')) fields.refuse('kind', 'unknown-kind', `There is no kind of part called ${shown(kind)}.`);
  return {
    id,
    kind,
    name: fields.line('name', LIMITS.nameLength, id) || id,
    x: readCoordinate(fields, 'x'),
    y: readCoordinate(fields, 'y'),
    params: known === undefined ? {} : readBag(around, fields, known.params),
    ...readPlacement(around.intake, fields),
  };
}

/** Where a node stands. Zones and regions stand in addresses, so what people write is brought into the form of ids. */
export function readPlacement(intake: Intake, fields: Fields): Pick<NodeDoc, 'region' | 'zones'> {
  return { region: slugOf(fields.line('region', LIMITS.idLength, ''), LIMITS.idLength), zones: readZones(intake, fields) };
}

export function readLink(around: Surroundings, raw: unknown, place: string): LinkDoc | undefined {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined) return undefined;
  return {
    id: fields.id('id', LIMITS.idLength),
    from: fields.word('from'),
    to: fields.word('to'),
    params: readBag(around, fields, around.registry.linkParameters),
  };
}

/** Positions are whole pixels at zoom 1. */
export function readCoordinate(fields: Fields, name: 'x' | 'y'): number {
  return plain(Math.round(fields.number(name, COORDINATE, 0)));
}

function readBag(around: Surroundings, fields: Fields, specs: Parameters<typeof readParams>[1]): ParamBag {
  const bag = fields.has('params') ? around.intake.fields(fields.raw('params'), fields.at('params')) : undefined;
  return readParams(bag, specs, around.classes);
}

function readZones(intake: Intake, fields: Fields): readonly string[] {
  if (!fields.has('zones')) return ['a'];
  const raw = fields.list('zones', MAX_ZONES, 'zones');
  const zones = raw.map((zone) => (typeof zone === 'string' ? slugOf(zone, LIMITS.idLength) : ''));
  const empty = zones.indexOf('');
  if (empty >= 0) intake.refuse(`${fields.at('zones')}[${empty}]`, 'bad-id', `A zone needs a name such as "a", not ${shown(raw[empty])}.`);
  else if (zones.length === 0) fields.refuse('zones', 'missing', 'A part stands in at least one zone.');
  return zones.length > 0 ? zones : ['a'];
}
