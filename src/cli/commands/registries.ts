/** `kinds` and `faults`: the registries as text or JSON, with every parameter, unit, range, default and source. */
import { KINDS } from '../../catalog/index.ts';
import { LINK_PARAMETERS } from '../../engine/policy/link-parameters.ts';
import { FAULTS } from '../../faults/index.ts';
import type { ParamSpecs } from '../../std/parameter.ts';
import { print, printJson } from '../output.ts';

export function kindsCommand(json: boolean): number {
  const kinds = KINDS.map(({ id, name, group, role, summary, about, params, presets, links, face, figures }) => {
    return { id, name, group, role, summary, about, links, face, figures, parameters: parametersOf(params), presets: presets ?? [] };
  });
  if (json) printJson({ kinds, link: { parameters: parametersOf(LINK_PARAMETERS) } });
  else for (const kind of kinds) print(`${kind.id.padEnd(16)} ${kind.summary} (${kind.parameters.length} parameters)`);
  return 0;
}

export function faultsCommand(json: boolean): number {
  const faults = FAULTS.map(({ id, name, group, summary, about, targets, params, lasts, needs }) => {
    return { id, name, group, summary, about, targets, needs: needs ?? null, lastsMs: lasts, parameters: parametersOf(params) };
  });
  if (json) printJson({ faults });
  else for (const fault of faults) print(`${fault.id.padEnd(16)} ${fault.summary} (on ${fault.targets.join(', ')})`);
  return 0;
}

function parametersOf(specs: ParamSpecs) {
  return Object.entries(specs).map(([id, spec]) => ({ id, ...spec }));
}
