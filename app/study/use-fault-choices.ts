/** The faults that are worth trying in the present design, and which of them somebody chose; shared by all studies. */
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type FaultChoice, faultChoices } from '../../src/run/study/fault-choices.ts';
import { useDesign } from '../state/design-store.ts';

/** Ids that were turned on or off by hand; what nobody touched is as usual. */
const store = createStore<{ readonly turned: Readonly<Record<string, boolean>> }>(() => ({ turned: {} }));

export interface Choosing {
  readonly choices: readonly FaultChoice[];
  readonly chosen: ReadonlySet<string>;
  readonly setChosen: (chosen: ReadonlySet<string>) => void;
  /** Those chosen, in order. */
  readonly faults: readonly FaultChoice[];
}

export function useFaultChoices(): Choosing {
  const design = useDesign((state) => state.design);
  const turned = useStore(store, (state) => state.turned);
  const choices = useMemo(() => faultChoices(design), [design]);
  const faults = choices.filter(({ id, usual }) => turned[id] ?? usual);
  const setChosen = (chosen: ReadonlySet<string>): void => {
    store.setState({ turned: { ...turned, ...Object.fromEntries(choices.map(({ id }) => [id, chosen.has(id)])) } });
  };
  return { choices, chosen: new Set(faults.map(({ id }) => id)), setChosen, faults };
}
