/** Sends what a row sets to the design: one command for everything that is selected. */
import type { ParamValue } from '../../../src/std/parameter.ts';
import { dispatch } from '../../state/design-store.ts';

/** @returns why it was refused, in words. */
export function setParam(
  of: 'node' | 'link',
  ids: readonly string[],
  param: string,
  value: ParamValue | undefined,
  gesture?: string,
): string | undefined {
  return dispatch({ do: 'set-param', of, ids, param, value }, gesture)?.message;
}
