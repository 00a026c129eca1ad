/** Counter-examples in words: sessions and keys by letters, what happened in a sentence. */
import type { Operations } from '../consistency/operations.ts';
import type { Example } from '../consistency/verdict.ts';
import { NOBODY } from '../engine/recording.ts';
import { NS_PER_MS } from '../std/units.ts';
import type { Compiled } from './compile.ts';
import type { ExampleOperation, ExampleReport } from './consistency-report.ts';

const SESSIONS = 'ABCDEFGHIJKLMNOPQRSTUVW';
const KEYS = 'xyzuvwpqrst';
const UNKNOWN = '–';

/** The example of a model, told. */
export function exampleReport(ops: Operations, example: Example, compiled: Compiled, model: string): ExampleReport {
  const order = [...example.operations].sort((a, b) => ops.began[a]! - ops.began[b]! || a - b);
  const [sessions, keys] = [lettersFor(order, ops.session, SESSIONS), lettersFor(order, ops.object, KEYS)];
  const tell = (i: number): ExampleOperation =>
    operationReport(ops, compiled, i, {
      who: ops.session[i] === NOBODY ? UNKNOWN : (sessions.get(ops.session[i]!) ?? '?'),
      key: keys.get(ops.object[i]!) ?? '?',
      clashes: example.pair.includes(i),
    });
  const [before, after] = [tell(example.pair[0]), tell(example.pair[1])];
  return {
    sentence: example.pair[0] === example.pair[1] ? `${said(after)}, which nobody wrote.` : clash(before, after, model),
    because: becauseOf(example, tell, model),
    atMs: after.toMs ?? after.fromMs,
    operations: order.map(tell),
  };
}

function lettersFor(order: readonly number[], column: Int32Array, letters: string): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const i of order) {
    const id = column[i]!;
    if (id !== NOBODY && !found.has(id)) found.set(id, letters[found.size] ?? `${letters[0]}${found.size}`);
  }
  return found;
}

function operationReport(
  ops: Operations,
  { nodes, owners, sim }: Compiled,
  i: number,
  given: Pick<ExampleOperation, 'who' | 'key' | 'clashes'>,
): ExampleOperation {
  const who = ops.who[ops.session[i]!];
  const what = ops.what[ops.object[i]!];
  const store = owners[what?.dataset ?? -1];
  const instance = ops.instance[i]!;
  const node = nodes[sim.shape.nodeOf[instance] ?? -1];
  const source = nodes[sim.shape.nodeOf[who?.source ?? -1] ?? -1];
  return {
    ...given,
    whoInFull: who === undefined ? 'a writer who never heard how it ended' : `session ${who.session} of ${source?.doc.name ?? '?'}`,
    keyInFull: `key ${what?.key ?? '?'} of ${store?.doc.name ?? 'the store'}`,
    what: ops.write[i] === 1 ? 'write' : 'read',
    version: ops.version[i]!,
    fromMs: ops.began[i]! / NS_PER_MS,
    toMs: ops.ended[i]! < Number.POSITIVE_INFINITY ? ops.ended[i]! / NS_PER_MS : null,
    at: node === undefined ? null : { part: node.doc.id, name: node.doc.name, instance: instance - node.firstInstance + 1 },
  };
}

/** The two that clash: what came after in spite of what was before. */
function clash(before: ExampleOperation, after: ExampleOperation, model: string): string {
  if (model === 'eventual') {
    return `${said(before)} and ${said(after)}, though nobody had written ${after.key} for a while and nothing was broken.`;
  }
  if (after.what === 'write' && before.key === after.key && model !== 'linearizable') {
    return `${said(after)}, an older version by the store’s own order, after ${known(before)}.`;
  }
  return `${said(after)}, after ${known(before)}.`;
}

function said(op: ExampleOperation): string {
  return `${nameOf(op)} ${op.what === 'read' ? 'read' : 'wrote'} ${value(op)} at ${seconds(op.fromMs)}`;
}

function known(op: ExampleOperation): string {
  if (op.what === 'read') return `${nameOf(op)} had read ${value(op)} by ${seconds(op.toMs ?? op.fromMs)}`;
  if (op.toMs === null) return `${value(op)} was made at ${seconds(op.fromMs)}`;
  return `${nameOf(op)}’s write ${value(op)} was acknowledged at ${seconds(op.toMs)}`;
}

/** What else is needed: that the older value was there before the newer one, or the steps from one to the other. */
function becauseOf({ operations, pair, against }: Example, tell: (i: number) => ExampleOperation, model: string): string {
  if (against !== undefined) {
    const [p, x] = [tell(against[0]), tell(against[1])];
    const begun = x.what === 'read' ? 'the read of' : 'the write';
    return `And ${value(p)} is the older one: ${known(p)}, before ${begun} ${value(x)} began at ${seconds(x.fromMs)}.`;
  }
  const others = operations.filter((i) => !pair.includes(i)).map((i) => said(tell(i)));
  if (others.length === 0) return '';
  return `${model === 'sequential' ? 'Together with' : 'In between'}: ${others.join('; ')}.`;
}

function nameOf({ who }: ExampleOperation): string {
  return who === UNKNOWN ? 'somebody' : who;
}

function value({ key, version }: ExampleOperation): string {
  return `${key}=${version}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(3)}\u00a0s`;
}
