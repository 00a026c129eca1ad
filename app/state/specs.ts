/** Finds the spec of a parameter by what it belongs to: the catalogue for parts, the one list for links. */
import { kindOf } from '../../src/catalog/index.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import type { ParamSpec, ParamSpecs } from '../../src/std/parameter.ts';
import { getDesign } from './design-store.ts';

/** The spec of a part's or link's parameter; undefined when there is no such thing. */
export function specOf(of: 'node' | 'link', id: string, param: string): ParamSpec | undefined {
  const specs = of === 'link' ? LINK_PARAMETERS : kindOf(getDesign().nodes.find((node) => node.id === id)?.kind ?? '')?.params;
  return own(specs, param);
}

function own(specs: ParamSpecs | undefined, param: string): ParamSpec | undefined {
  return specs !== undefined && Object.hasOwn(specs, param) ? specs[param] : undefined;
}
