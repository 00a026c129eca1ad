/** Examples of single parts as actions; fetched when the palette of commands is first opened. */
import { PART_EXAMPLES } from '../../../src/design/examples/parts/index.ts';
import type { Action } from '../../state/actions.ts';
import { openExample } from './open-example.ts';

export const PART_EXAMPLE_ACTIONS: readonly Action[] = PART_EXAMPLES.map((example) => ({
  id: `example.part.${example.id}`,
  label: `Example: ${example.design.title}`,
  group: 'Examples',
  run: () => void openExample(example),
}));
