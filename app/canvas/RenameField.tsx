/** A name typed in place: Enter or leaving takes it, Escape leaves it as it was. */
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { LIMITS } from '../../src/design/document.ts';
import { dispatch } from '../state/design-store.ts';
import { setCanvas } from './canvas-store.ts';
import { refuse } from './connecting.ts';
import { focusCanvas } from './desk.ts';
import styles from './NodeFace.module.css';

export function RenameField({ node, name }: { readonly node: string; readonly name: string }) {
  const field = useRef<HTMLInputElement>(null);
  const given = useRef(false);
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  const leave = (take: boolean): void => {
    const typed = field.current?.value.trim() ?? name;
    if (given.current) return;
    given.current = true;
    setCanvas({ renaming: undefined });
    if (!take || typed === name) return;
    const problem = dispatch({ do: 'rename', node, name: typed });
    const box = field.current?.getBoundingClientRect();
    if (problem !== undefined) refuse(problem.message, { x: box?.left ?? 0, y: box?.bottom ?? 0 });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    event.preventDefault();
    leave(event.key === 'Enter');
    focusCanvas(node);
  };
  return (
    <input
      ref={field}
      className={`nodrag nopan nokey ${styles['rename']}`}
      aria-label="Name"
      defaultValue={name}
      maxLength={LIMITS.nameLength}
      onKeyDown={onKeyDown}
      onBlur={() => leave(true)}
    />
  );
}
