/** The design as a list: every part with what it calls. A click selects the part. The same information as the drawing, in words. */
import { kindOf } from '../../../src/catalog/index.ts';
import { useDesign } from '../../state/design-store.ts';
import { setView } from '../../state/view-store.ts';
import { Section } from '../Section.tsx';
import styles from './PartsTable.module.css';

export function PartsTable() {
  const nodes = useDesign((state) => state.design.nodes);
  const links = useDesign((state) => state.design.links);
  const name = (id: string): string => nodes.find((node) => node.id === id)?.name ?? id;
  if (nodes.length === 0) return null;
  return (
    <Section title="Parts">
      <ul className={styles['list']}>
        {nodes.map((node) => {
          const calls = links.filter((link) => link.from === node.id).map((link) => name(link.to));
          return (
            <li key={node.id}>
              <button type="button" className={styles['part']} onClick={() => setView({ selection: { nodes: [node.id], links: [] } })}>
                <span className={styles['name']}>{node.name}</span>
                <span className={styles['kind']}>{kindOf(node.kind)?.name ?? node.kind}</span>
                {calls.length > 0 && <span className={styles['calls']}>calls {calls.join(', ')}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
