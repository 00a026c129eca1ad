/** A button that is only a picture: its name is read out, and shown with its key in a tooltip. */
import type { ReactNode } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import styles from './IconButton.module.css';
import { Kbd } from './Kbd.tsx';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'aria-label'> {
  /** Its accessible name. */
  readonly label: string;
  readonly children: ReactNode;
  /** The key that does the same, as printed on a keyboard. */
  readonly shortcut?: string | undefined;
}

export function IconButton({ label, children, shortcut, look = 'quiet', blocked, className, ...rest }: IconButtonProps) {
  const text = (
    <>
      {label}
      {shortcut !== undefined && <Kbd keys={shortcut} />}
      {blocked !== undefined && <span className={styles['why']}>{blocked}</span>}
    </>
  );
  return (
    <Tooltip text={text}>
      <Button
        {...rest}
        look={look}
        icon={children}
        aria-label={label}
        aria-disabled={blocked !== undefined}
        onClick={blocked === undefined ? rest.onClick : undefined}
        className={`${styles['square']} ${className ?? ''}`}
      />
    </Tooltip>
  );
}
