/** Upstream and downstream of the selected part: who calls it and whom it calls, each a step to go there. */
import { useDesign } from '../state/design-store.ts';
import { setView } from '../state/view-store.ts';
import styles from './NeighboursLine.module.css';
import { type Neighbour, neighboursOf } from './neighbours.ts';
import { plural } from './plural.ts';

export function NeighboursLine({ id }: { readonly id: string }) {
  const design = useDesign((state) => state.design);
  const { callers, furtherUp, called, furtherDown } = neighboursOf(design, id);
  if (callers.length === 0 && called.length === 0) return null;
  return (
    <dl className={styles['neighbours']} aria-label="Neighbours">
      <Side word="Called by" parts={callers} further={furtherUp} />
      <Side word="Calls" parts={called} further={furtherDown} />
    </dl>
  );
}

function Side({ word, parts, further }: { readonly word: string; readonly parts: readonly Neighbour[]; readonly further: number }) {
  return (
    <div>
      <dt>{word}</dt>
      <dd>
        {parts.length === 0 && 'nobody'}
        {parts.map((part) => (
          <button key={part.link.id} type="button" onClick={() => setView({ selection: { nodes: [part.id], links: [] } })}>
            {part.name}
          </button>
        ))}
        {further > 0 && <span>and {plural(further, 'part')} beyond</span>}
      </dd>
    </div>
  );
}
