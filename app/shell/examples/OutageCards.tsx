/** Famous outages as cards, fetched when they are first wanted. */
import { OUTAGES } from '../../../src/design/examples/outages/index.ts';
import { ExampleCards } from './ExampleCards.tsx';
import { speaksOf, wordsOf } from './part-example-list.ts';

export interface OutageCardsProps {
  /** Only those that speak of all of these words. */
  readonly sought: string;
  readonly onOpen: () => void;
}

export function OutageCards({ sought, onOpen }: OutageCardsProps) {
  const words = wordsOf(sought);
  const shown = OUTAGES.filter((outage) => speaksOf(outage, words));
  return shown.length === 0 ? <p>None of them speaks of that.</p> : <ExampleCards examples={shown} onOpen={onOpen} />;
}
