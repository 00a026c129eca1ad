/** The request classes: what clients ask for, how often, and whether it writes. A row unfolds to be edited. */
import { ChevronDown, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { type ClassDoc, LIMITS } from '../../../src/design/document.ts';
import { freeId } from '../../../src/design/fresh.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Section } from '../Section.tsx';
import { TextInput } from '../TextInput.tsx';
import styles from './ClassesSection.module.css';
import { ClassTraitsEditor } from './ClassTraitsEditor.tsx';
import { PlainRow } from './PlainRow.tsx';
import { CLASS, WRITE } from './scenario-specs.ts';

export function ClassesSection() {
  const classes = useDesign((state) => state.design.classes);
  const [open, setOpen] = useState<string>();
  const total = classes.reduce((sum, cls) => sum + cls.weight, 0);
  const add = (): void => {
    const id = freeId(new Set(classes.map((cls) => cls.id)), 'class');
    dispatch({
      do: 'set-class',
      class: { id, name: `Class ${classes.length + 1}`, route: `/${id}`, write: false, weight: 1, bytesUp: 1_000, bytesDown: 10_000 },
    });
    setOpen(id);
  };
  const plus = (
    <IconButton label="Add a request class" onClick={add}>
      <Plus aria-hidden="true" />
    </IconButton>
  );
  return (
    <Section title="Request classes" aside={plus}>
      <ul className={styles['list']}>
        {classes.map((cls) => (
          <li key={cls.id}>
            <button
              type="button"
              className={styles['row']}
              aria-expanded={open === cls.id}
              onClick={() => setOpen(open === cls.id ? undefined : cls.id)}
            >
              <span className={styles['name']}>{cls.name}</span>
              <span className={styles['route']}>{cls.route}</span>
              <span className={styles['kind']}>{cls.write ? 'write' : 'read'}</span>
              <span className={styles['share']}>{total > 0 ? formatQuantity(cls.weight / total, 'ratio', 2) : '–'}</span>
              <ChevronDown aria-hidden="true" className={styles['arrow']} />
            </button>
            {open === cls.id && <ClassEditor cls={cls} last={classes.length === 1} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ClassEditor({ cls, last }: { readonly cls: ClassDoc; readonly last: boolean }) {
  const [error, setError] = useState<string>();
  const set = (patch: Partial<ClassDoc>, gesture?: string): string | undefined =>
    dispatch({ do: 'set-class', class: { ...cls, ...patch } }, gesture)?.message;
  return (
    <div className={styles['editor']}>
      <div className={styles['texts']}>
        <TextInput
          aria-label="Class name"
          value={cls.name}
          maxLength={LIMITS.nameLength}
          onCommit={(name) => setError(set({ name: name.trim() }))}
        />
        <TextInput
          aria-label="Route"
          value={cls.route}
          maxLength={LIMITS.nameLength}
          onCommit={(route) => setError(set({ route: route.trim() }))}
        />
      </div>
      <PlainRow spec={WRITE} value={cls.write} onSet={(write) => set({ write: write === true })} />
      {(Object.keys(CLASS) as (keyof typeof CLASS)[]).map((name) => (
        <PlainRow key={name} spec={CLASS[name]} value={cls[name]} onSet={(value, gesture) => set({ [name]: value }, gesture)} />
      ))}
      <ClassTraitsEditor
        cls={cls}
        onSet={(next, gesture) => dispatch({ do: 'set-class', class: next }, gesture)?.message}
        onError={setError}
      />
      {!last && (
        <button type="button" className={styles['remove']} onClick={() => setError(dispatch({ do: 'remove-class', id: cls.id })?.message)}>
          <Trash2 aria-hidden="true" /> Remove this class
        </button>
      )}
      {error !== undefined && (
        <p className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
