/** One of several: a button that opens a list. Arrow keys and typing choose, as in the system's own. */
import { Select as Base } from '@base-ui/react/select';
import { Check, ChevronDown } from 'lucide-react';
import { classNames } from './class-names.ts';
import styles from './Select.module.css';

export interface SelectOption<T extends string> {
  readonly value: T;
  readonly label: string;
  /** A line of explanation in the list. */
  readonly help?: string;
}

export interface SelectProps<T extends string> {
  readonly options: readonly SelectOption<T>[];
  readonly value: T;
  readonly onChange: (value: T) => void;
  readonly id?: string;
  /** What the button shows; the chosen option's label when absent. */
  readonly shown?: string;
  readonly className?: string | undefined;
  readonly disabled?: boolean;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string | undefined;
}

export function Select<T extends string>({ options, value, onChange, shown, className, disabled = false, ...rest }: SelectProps<T>) {
  return (
    <Base.Root<T>
      items={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => next !== null && onChange(next)}
    >
      <Base.Trigger {...rest} className={classNames(styles['trigger'], className)}>
        <span className={styles['value']}>{shown ?? <Base.Value />}</span>
        <ChevronDown aria-hidden="true" className={styles['arrow']} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner className={styles['layer']} sideOffset={4} alignItemWithTrigger={false}>
          <Base.Popup className={styles['popup']}>
            <Base.List className={styles['list']}>
              {options.map((option) => (
                <Base.Item key={option.value} value={option.value} className={styles['item']}>
                  <Base.ItemIndicator className={styles['tick']}>
                    <Check aria-hidden="true" />
                  </Base.ItemIndicator>
                  <span>
                    <Base.ItemText>{option.label}</Base.ItemText>
                    {option.help !== undefined && <span className={styles['help']}>{option.help}</span>}
                  </span>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
