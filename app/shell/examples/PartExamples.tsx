/**
 * Examples of single parts: small systems that only the part they are about makes work, by the palette's groups. Fetched when they are
 * first wanted, since there are many.
 */
import { PART_EXAMPLES } from '../../../src/design/examples/parts/index.ts';
import type { PartExample } from '../../../src/design/examples/parts/part-example.ts';
import { KindIcon } from '../../canvas/KindIcon.tsx';
import { Section } from '../../panels/Section.tsx';
import { openExample } from './open-example.ts';
import styles from './PartExamples.module.css';
import { examplesByGroup, type PartExampleLine } from './part-example-list.ts';

export interface PartExamplesProps {
  /** Only those that speak of all of these words. */
  readonly sought: string;
  readonly onOpen: () => void;
}

export function PartExamples({ sought, onOpen }: PartExamplesProps) {
  const groups = examplesByGroup(PART_EXAMPLES, sought);
  return groups.map(({ title, lines }) => (
    <section key={title} className={styles['group']} aria-label={title}>
      <h3 className={styles['heading']}>{title}</h3>
      <Lines lines={lines} onOpen={onOpen} />
    </section>
  ));
}

/** Those that show one kind of part, for its inspector. */
export function ExamplesOfKind({ kind }: { readonly kind: string }) {
  const lines = examplesByGroup(
    PART_EXAMPLES.filter((example) => example.kind === kind),
    '',
  ).flatMap((group) => group.lines);
  if (lines.length === 0) return null;
  return (
    <Section title={lines.length === 1 ? 'Example with this part' : 'Examples with this part'}>
      <Lines lines={lines} narrow onOpen={() => {}} />
    </Section>
  );
}

interface LinesProps {
  readonly lines: readonly PartExampleLine[];
  readonly narrow?: boolean;
  readonly onOpen: () => void;
}

function Lines({ lines, narrow = false, onOpen }: LinesProps) {
  const open = (example: PartExample): void => {
    onOpen();
    void openExample(example);
  };
  return (
    <ul className={styles['list']} data-narrow={narrow || undefined}>
      {lines.map(({ example, kind, line }) => (
        <li key={example.id}>
          <button type="button" className={styles['line']} onClick={() => open(example)}>
            {!narrow && <KindIcon kind={example.kind} className={styles['icon']} />}
            <span className={styles['title']}>{example.design.title}</span>
            <span className={styles['about']}>{narrow ? line : `${kind}. ${line}`}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
