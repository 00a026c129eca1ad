/** Finds a setting among many by a word of its label, help or heading. */
import { Search } from 'lucide-react';
import styles from './ParamFilter.module.css';

export interface ParamFilterProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly found: boolean;
}

export function ParamFilter({ value, onChange, found }: ParamFilterProps) {
  return (
    <div className={styles['filter']}>
      <Search aria-hidden="true" className={styles['icon']} />
      <input
        type="search"
        aria-label="Find a setting"
        placeholder="Find a setting"
        className={styles['input']}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
      />
      {!found && (
        <p className={styles['none']} role="status">
          No setting is called that.
        </p>
      )}
    </div>
  );
}
