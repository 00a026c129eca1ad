/**
 * What surges of request classes make of each source's rate: a source that sends a class among others sends as much more as that
 * class is of what it sends. Which class a request is of follows from the surges too (mechanisms/traffic/asker).
 */
import { valuesOf } from '../std/parameter.ts';
import type { Compiled, CompiledNode } from './compile.ts';

/** Sets `sim.surged` from the knobs as they are turned now. */
export function spreadSurges({ sim, nodes, design }: Compiled): void {
  const { surges } = sim.knobs;
  sim.surged.fill(1);
  if (surges.size === 0) return;
  for (const node of nodes) {
    if (node.kind.role !== 'source') continue;
    const sent = classesSent(node);
    let [plain, now] = [0, 0];
    design.classes.forEach(({ id, weight }, cls) => {
      if (sent.length > 0 && !sent.includes(id)) return;
      plain += weight;
      now += weight * (surges.get(cls) ?? 1);
    });
    if (plain > 0) sim.surged[node.index] = now / plain;
  }
}

/** Ids of the classes that a source sends; empty: all. */
function classesSent({ kind, params }: CompiledNode): readonly unknown[] {
  const values: Readonly<Record<string, unknown>> = valuesOf(kind.params, params);
  const classes = values['classes'];
  return Array.isArray(classes) ? classes : [];
}
