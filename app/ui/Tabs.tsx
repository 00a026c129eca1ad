/** Tabs with an underline. Arrow keys move between them; the panel is the child of the chosen one only. */
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export interface Tab<T extends string> {
  readonly value: T;
  readonly label: string;
}

export interface TabsProps<T extends string> {
  readonly tabs: readonly Tab<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  /** Content of the chosen tab. */
  readonly children: ReactNode;
  readonly 'aria-label': string;
}

export function Tabs<T extends string>({ tabs, value, onChange, children, ...rest }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next: T) => onChange(next)} className={styles['tabs']}>
      <Base.List {...rest} className={styles['list']}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles['tab']}>
            {tab.label}
          </Base.Tab>
        ))}
        <Base.Indicator className={styles['line']} />
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles['panel']} keepMounted={false}>
          {tab.value === value ? children : null}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
