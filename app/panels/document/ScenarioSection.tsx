/** The scenario's own settings: how long, from when on totals count, and the seed. */
import { Dices } from 'lucide-react';
import type { ParamValue } from '../../../src/std/parameter.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Section } from '../Section.tsx';
import { PlainRow } from './PlainRow.tsx';
import { SCENARIO } from './scenario-specs.ts';

type Name = keyof typeof SCENARIO;

export function ScenarioSection() {
  const scenario = useDesign((state) => state.design.scenario);
  const set = (name: Name, value: ParamValue, gesture?: string): string | undefined =>
    dispatch({ do: 'set-scenario', [name]: value }, gesture)?.message;
  const dice = (
    <IconButton label="Another seed" onClick={() => set('seed', crypto.getRandomValues(new Uint32Array(1))[0] ?? 1)}>
      <Dices aria-hidden="true" />
    </IconButton>
  );
  return (
    <Section title="Scenario" aside={dice}>
      {(Object.keys(SCENARIO) as Name[]).map((name) => (
        <PlainRow key={name} spec={SCENARIO[name]} value={scenario[name]} onSet={(value, gesture) => set(name, value, gesture)} />
      ))}
    </Section>
  );
}
