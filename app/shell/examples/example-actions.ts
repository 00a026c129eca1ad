/** Every example as an action, so that the palette of commands opens them by name. */
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import type { Action } from '../../state/actions.ts';
import { openExample } from './open-example.ts';

export const EXAMPLE_ACTIONS: readonly Action[] = EXAMPLES.map((example) => ({
  id: `example.${example.id}`,
  label: `Example: ${example.design.title}`,
  group: 'File',
  run: () => void openExample(example),
}));
