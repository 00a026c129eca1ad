/** Which faults are tried: all that are worth it in this design, with the reason for each, by sort. */
import { type FaultChoice, type FaultSort, SORT_WORDS } from '../../src/run/study/fault-choices.ts';
import styles from './Study.module.css';

export interface FaultPickerProps {
  readonly choices: readonly FaultChoice[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

export function FaultPicker({ choices, chosen, onChange }: FaultPickerProps) {
  const sorts = [...new Set(choices.map(({ sort }) => sort))];
  const set = (ids: readonly string[], on: boolean): void => {
    const next = new Set(chosen);
    for (const id of ids) {
      if (on) next.add(id);
      else next.delete(id);
    }
    onChange(next);
  };
  return (
    <details className={styles['faults']}>
      <summary>
        {choices.filter(({ id }) => chosen.has(id)).length} of {choices.length} faults are tried
      </summary>
      <div className={styles['groups']}>
        {sorts.map((sort) => (
          <Group key={sort} sort={sort} choices={choices.filter((choice) => choice.sort === sort)} chosen={chosen} onSet={set} />
        ))}
      </div>
    </details>
  );
}

interface GroupProps {
  readonly sort: FaultSort;
  readonly choices: readonly FaultChoice[];
  readonly chosen: ReadonlySet<string>;
  readonly onSet: (ids: readonly string[], on: boolean) => void;
}

function Group({ sort, choices, chosen, onSet }: GroupProps) {
  const ids = choices.map(({ id }) => id);
  const all = ids.every((id) => chosen.has(id));
  return (
    <fieldset className={styles['group']}>
      <legend>{SORT_WORDS[sort]}</legend>
      {choices.length > 1 && (
        <label>
          <input type="checkbox" checked={all} onChange={() => onSet(ids, !all)} />
          <span>All {choices.length}</span>
        </label>
      )}
      {choices.map(({ id, words, reason }) => (
        <label key={id}>
          <input type="checkbox" checked={chosen.has(id)} onChange={() => onSet([id], !chosen.has(id))} />
          <span>
            {words}
            <small>{reason}</small>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
