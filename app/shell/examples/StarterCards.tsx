/** The three examples that an empty page offers first. */
import { EXAMPLES } from '../../../src/design/examples/index.ts';
import { ExampleCards } from './ExampleCards.tsx';

const STARTERS = 3;

export function StarterCards() {
  return <ExampleCards examples={EXAMPLES.slice(0, STARTERS)} />;
}
