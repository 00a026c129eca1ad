/** Where the selected parts stand: a region by name, and the zones over which their instances are spread in turn. */
import { Plus } from 'lucide-react';
import { useId, useState } from 'react';
import type { NodeDoc } from '../../../src/design/document.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { newGesture } from '../gesture.ts';
import { Section } from '../Section.tsx';
import { TextInput } from '../TextInput.tsx';
import styles from './PlacementSection.module.css';
import { asName, nextZone, toggledZones, zonesOn } from './placement.ts';

export function PlacementSection({ nodes }: { readonly nodes: readonly NodeDoc[] }) {
  const id = useId();
  const all = useDesign((state) => state.design.nodes);
  const regions = [...new Set(all.map((node) => node.region))].filter((region) => region !== '').sort();
  const region = nodes.every((node) => node.region === nodes[0]?.region) ? nodes[0]?.region : undefined;
  const offered = [...new Set(['a', 'b', 'c', ...all.flatMap((node) => node.zones)])].sort();
  const [error, setError] = useState<string>();
  const place = (each: (node: NodeDoc) => { readonly region: string; readonly zones: readonly string[] }): void => {
    const gesture = newGesture('place');
    const problems = nodes.map((node) => dispatch({ do: 'place', nodes: [node.id], ...each(node) }, gesture)?.message);
    setError(problems.find((problem) => problem !== undefined));
  };
  const toggle = (zone: string): void => place((node) => ({ region: node.region, zones: toggledZones(nodes, node, zone) }));
  return (
    <Section title="Placement">
      <div className={styles['row']}>
        <label htmlFor={id}>Region</label>
        <TextInput
          id={id}
          value={region ?? ''}
          placeholder={region === undefined ? 'mixed' : 'none'}
          suggestions={regions}
          describedBy={error === undefined ? undefined : `${id}-error`}
          onCommit={(text) => place((node) => ({ region: asName(text), zones: node.zones }))}
        />
      </div>
      <div className={styles['row']}>
        <span id={`${id}-zones`}>Zones</span>
        <fieldset className={styles['zones']} aria-labelledby={`${id}-zones`}>
          {offered.map((zone) => (
            <button key={zone} type="button" className={styles['zone']} aria-pressed={zonesOn(nodes, zone)} onClick={() => toggle(zone)}>
              {zone}
            </button>
          ))}
          <IconButton label="Another zone" onClick={() => toggle(nextZone(offered))}>
            <Plus aria-hidden="true" />
          </IconButton>
        </fieldset>
      </div>
      {error !== undefined && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </Section>
  );
}
