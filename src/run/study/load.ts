/**
 * The load of a design, turned up and down as a whole: every source sends so many times as much, whatever it calls what says how much
 * (a rate, a crowd, a fleet, a recording). Attackers and batch jobs stay as they are: neither is what users ask for.
 */
import { kindOf } from '../../catalog/index.ts';
import type { ChangeEntry, Design, NodeDoc } from '../../design/document.ts';
import { isMeant, type NumberSpec, type ParamValue, valueIn } from '../../std/parameter.ts';

/** Settings of a source that say how much it sends; several may be in use at once (a rate and the peak that it climbs to). */
const AMOUNTS: readonly string[] = ['rate', 'peak', 'users', 'watchers', 'devices', 'traceScale'];

/** Sources whose requests are the users' own. */
export function usersOf(design: Design): readonly NodeDoc[] {
  return design.nodes.filter((node) => {
    const kind = kindOf(node.kind);
    return kind?.role === 'source' && kind.hostile !== true && amountsOf(node).length > 0;
  });
}

/** The settings in use of a source that say how much it sends. */
function amountsOf(node: NodeDoc): readonly (readonly [name: string, spec: NumberSpec])[] {
  const specs = kindOf(node.kind)?.params ?? {};
  return AMOUNTS.flatMap((name) => {
    const spec = specs[name];
    return spec?.type === 'number' && isMeant(specs, node.params, name) ? [[name, spec] as const] : [];
  });
}

/** The largest factor that no setting forbids. */
export function mostLoad(design: Design): number {
  let most = Infinity;
  for (const node of usersOf(design)) {
    const specs = kindOf(node.kind)?.params ?? {};
    for (const [name, spec] of amountsOf(node)) most = Math.min(most, spec.max / Math.max(1e-9, Number(valueIn(specs, node.params, name))));
  }
  return most;
}

/** The design with so many times its load, > 0; changes of load on its timeline grow along. */
export function withLoad(design: Design, factor: number): Design {
  if (factor === 1) return design;
  const users = new Map(usersOf(design).map((node) => [node.id, new Map(amountsOf(node))]));
  const nodes = design.nodes.map((node) => {
    const amounts = users.get(node.id);
    if (amounts === undefined) return node;
    const specs = kindOf(node.kind)?.params ?? {};
    const turned = [...amounts].map(([name, spec]) => [name, times(valueIn(specs, node.params, name), factor, spec)] as const);
    return { ...node, params: { ...node.params, ...Object.fromEntries(turned) } };
  });
  const timeline = design.scenario.timeline.map((entry) => {
    const spec = entry.type === 'change' ? users.get(entry.target)?.get(entry.param) : undefined;
    return spec === undefined ? entry : { ...(entry as ChangeEntry), value: times((entry as ChangeEntry).value, factor, spec) };
  });
  return { ...design, nodes, scenario: { ...design.scenario, timeline } };
}

function times(value: ParamValue, factor: number, { min, max, whole }: NumberSpec): number {
  const turned = Number(value) * factor;
  return Math.min(max, Math.max(min, whole ? Math.max(1, Math.round(turned)) : Number(turned.toPrecision(6))));
}
