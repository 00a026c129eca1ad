/**
 * What a request class says besides size and weight: who goes first, for whom, what it asks about and whether it keeps a session. Folded
 * while all of it is as usual, since most classes say none of it.
 */
import { useId } from 'react';
import { type ClassDoc, LIMITS } from '../../../src/design/document.ts';
import type { ParamValue } from '../../../src/std/parameter.ts';
import { isQuery } from '../../../src/std/query.ts';
import { TextInput } from '../TextInput.tsx';
import styles from './ClassesSection.module.css';
import { PlainRow } from './PlainRow.tsx';
import { TRAITS } from './scenario-specs.ts';

export interface ClassTraitsEditorProps {
  readonly cls: ClassDoc;
  readonly onSet: (cls: ClassDoc, gesture?: string) => string | undefined;
  readonly onError: (message: string | undefined) => void;
}

/** Settings shown in this order; the skew only where the class has keys of its own. */
const ROWS = ['priority', 'keys', 'skew', 'hotShare', 'sessionShare', 'query', 'records'] as const;

export function ClassTraitsEditor({ cls, onSet, onError }: ClassTraitsEditorProps) {
  const id = useId();
  const said = ROWS.some((name) => cls[name] !== undefined) || cls.tenant !== undefined || cls.space !== undefined;
  return (
    <details className={styles['more']} open={said}>
      <summary>Priority, tenant, keys, sessions and queries</summary>
      <div className={styles['texts']}>
        <div className={styles['trait']}>
          <label htmlFor={`${id}tenant`}>Tenant</label>
          <TextInput
            id={`${id}tenant`}
            placeholder="one for all"
            value={cls.tenant ?? ''}
            maxLength={LIMITS.idLength}
            onCommit={(tenant) => onError(onSet({ ...cls, tenant: tenant.trim() }))}
          />
        </div>
        <div className={styles['trait']}>
          <label htmlFor={`${id}space`}>Key space</label>
          <TextInput
            id={`${id}space`}
            placeholder="the common one"
            value={cls.space ?? ''}
            maxLength={LIMITS.idLength}
            onCommit={(space) => onError(onSet({ ...cls, space: space.trim() }))}
          />
        </div>
      </div>
      <div className={styles['traits']}>
        {ROWS.filter((name) => isShown(name, cls)).map((name) => (
          <PlainRow
            key={name}
            spec={TRAITS[name]}
            value={cls[name] ?? TRAITS[name].default}
            onSet={(value, gesture) => onSet(patched(cls, name, value), gesture)}
          />
        ))}
      </div>
    </details>
  );
}

/** The skew only where the class has keys of its own, the number of records only where it asks for more than one. */
function isShown(name: (typeof ROWS)[number], cls: ClassDoc): boolean {
  if (name === 'skew') return cls.keys !== undefined;
  return name !== 'records' || cls.query !== undefined;
}

/** No keys of its own means none in the document: then the source says how many, and how they are spread. */
function patched(cls: ClassDoc, name: (typeof ROWS)[number], value: ParamValue): ClassDoc {
  if (name === 'query') return typeof value === 'string' && isQuery(value) ? { ...cls, query: value } : cls;
  const number = Number(value);
  if (name !== 'keys' || number > 0) return { ...cls, [name]: number };
  const { keys: _, skew: __, ...rest } = cls;
  return rest;
}
