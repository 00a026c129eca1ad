/**
 * The button with words on it. `blocked` keeps it reachable and says why it cannot be pressed now, which `disabled`
 * alone never does.
 */
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';
import { Tooltip } from './Tooltip.tsx';

export type ButtonLook = 'plain' | 'primary' | 'strong' | 'quiet';

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  readonly look?: ButtonLook;
  readonly icon?: ReactNode;
  /** Why it cannot be pressed now, in words. */
  readonly blocked?: string | undefined;
}

export function Button({ look = 'plain', icon, blocked, className, children, onClick, type = 'button', ...rest }: ButtonProps) {
  const button = (
    <button
      type={type}
      className={classNames(styles['button'], styles[look], className)}
      aria-disabled={blocked !== undefined}
      onClick={blocked === undefined ? onClick : undefined}
      {...rest}
    >
      {icon}
      {children !== undefined && <span className={styles['words']}>{children}</span>}
    </button>
  );
  return blocked === undefined ? button : <Tooltip text={blocked}>{button}</Tooltip>;
}
