/** On or off, at once. */
import { Switch as Base } from '@base-ui/react/switch';
import styles from './Switch.module.css';

export interface SwitchProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-labelledby'?: string;
  readonly 'aria-describedby'?: string | undefined;
}

export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <Base.Root {...rest} checked={checked} onCheckedChange={(next) => onChange(next)} className={styles['track']}>
      <Base.Thumb className={styles['thumb']} />
    </Base.Root>
  );
}
