/** Title and description of the design. */
import { useId } from 'react';
import { LIMITS } from '../../../src/design/document.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { Section } from '../Section.tsx';
import { TextInput } from '../TextInput.tsx';
import styles from './DescriptionSection.module.css';

export function DescriptionSection() {
  const id = useId();
  const title = useDesign((state) => state.design.title);
  const about = useDesign((state) => state.design.about);
  return (
    <Section title="Description">
      <div className={styles['fields']}>
        <label htmlFor={`${id}-title`}>Called</label>
        <TextInput
          id={`${id}-title`}
          value={title}
          maxLength={LIMITS.nameLength}
          onCommit={(text) => dispatch({ do: 'describe', title: text.trim(), about })}
        />
        <label htmlFor={`${id}-about`}>What to watch</label>
        <TextInput
          id={`${id}-about`}
          value={about}
          lines={4}
          maxLength={LIMITS.textLength}
          placeholder="What it shows, in a sentence or two."
          onCommit={(text) => dispatch({ do: 'describe', title, about: text.trim() })}
        />
      </div>
    </Section>
  );
}
