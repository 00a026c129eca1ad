/**
 * Columns as a capsule again (codec `c`), the mirror of pack-capsule. What it gives is unjudged data for `read`; any bytes
 * at all give some, or nothing.
 */
import { DOCUMENT_VERSION, LIMITS } from '../document.ts';
import { GRID, ID_AND_NAME_OF_KIND, ID_OF_KIND, ID_OF_NAME, ID_OWN, kindId, linkId, MIDDLE, nameId } from './capsule.ts';
import { ColumnReader } from './column-reader.ts';
import { WORDS } from './lexicon.ts';

/** `goesOn`: after all that this version knows there is more, as a newer one may have written. */
interface Unpacked {
  readonly design: unknown;
  readonly digest: string | undefined;
  readonly engine: string;
  readonly goesOn: boolean;
}

/** The capsule's data, unjudged; undefined when the bytes are none. */
export function unpackCapsule(bytes: Uint8Array): Unpacked | undefined {
  const from = new ColumnReader(bytes, WORDS);
  const version = from.whole(1_000_000);
  // A newer document may go on in other ways, so nothing more is looked at; `read` says that it is newer.
  if (version > DOCUMENT_VERSION) return { design: { version }, digest: undefined, engine: '', goesOn: false };
  const digest = from.whole(1) === 1 ? hex(from.raw(8)) : undefined;
  const [engine = '', title, about] = [from.text(), from.text(), from.text()];
  const classes = listOf(from.value()).map((row) => {
    const [write, weight, bytesUp, bytesDown, traits] = listOf(row);
    return { ...Object(traits), id: from.text(), name: from.text(), route: from.text(), write, weight, bytesUp, bytesDown };
  });
  const nodes = unpackNodes(from);
  const links = unpackLinks(
    from,
    nodes.map((node) => node.id),
  );
  const scenario = unpackScenario(from);
  // Designs that keep to the price list end here, as all did before there was one.
  const prices = from.complete ? {} : { prices: from.value() };
  if (from.failed) return undefined;
  return { design: { version, title, about, classes, nodes, links, scenario, ...prices }, digest, engine, goesOn: !from.complete };
}

function unpackNodes(from: ColumnReader) {
  const count = from.whole(LIMITS.nodes);
  const kinds = from.column(count).map((word) => from.wordAt(word));
  const placements = from.column(count).map((word) => from.wordAt(word).split(','));
  const ways = from.column(count);
  const numbers = from.column(ways.filter((way) => way >= ID_OF_KIND).length);
  const names = ways.map((way, i) => {
    const byKind = way >= ID_OF_KIND ? kindId(kinds[i] ?? '', numbers.shift() ?? 0) : '';
    const name = way === ID_AND_NAME_OF_KIND ? byKind : from.text();
    return { name, id: way === ID_OWN ? from.text() : way === ID_OF_NAME ? nameId(name) : byKind };
  });
  const [xs, ys] = [from.column(count), from.column(count)];
  const shapes = from.column(count);
  return names.map(({ id, name }, i) => {
    const [region, ...zones] = placements[i] ?? [];
    const [x, y] = [xs[i] ?? 0, ys[i] ?? 0].map((at) => (at - MIDDLE) * GRID);
    return { id, kind: kinds[i], name, x, y, params: from.record(shapes[i] ?? 0), region, zones };
  });
}

function unpackLinks(from: ColumnReader, ids: readonly string[]) {
  const count = from.whole(LIMITS.links);
  const [starts, ends] = [from.column(count), from.column(count)];
  const own = from.column(count).map((flag) => (flag === 1 ? from.text() : undefined));
  return from.column(count).map((shape, i) => {
    const [start = '', end = ''] = [ids[starts[i] ?? 0], ids[ends[i] ?? 0]];
    return { id: own[i] ?? linkId(start, end), from: start, to: end, params: from.record(shape) };
  });
}

function unpackScenario(from: ColumnReader) {
  const [seed, durationMs, warmupMs] = [from.value(), from.value(), from.value()];
  const timeline = Array.from({ length: from.whole(LIMITS.timeline) }, () => {
    const id = from.text();
    const entry: object = Object(from.value());
    const text = from.text();
    return Object.hasOwn(entry, 'type') && (entry as { type: unknown }).type === 'note'
      ? { ...entry, id, text }
      : { ...entry, id, ...(text !== '' && { target: text }) };
  });
  const objectives = Array.from({ length: from.whole(LIMITS.objectives) }, () => {
    const id = from.text();
    const { most, ...row }: { readonly most?: unknown } = Object(from.value());
    return { ...row, id, bound: most === true ? 'most' : 'least', class: from.text() };
  });
  return { seed, durationMs, warmupMs, timeline, objectives };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
