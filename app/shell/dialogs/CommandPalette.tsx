/** Every action by name: type a few letters, Enter does it. What cannot be done now says why. */
import { type KeyboardEvent, type RefObject, useEffect, useId, useRef, useState } from 'react';
import { type Action, registerActions, runAction, useActions } from '../../state/actions.ts';
import { setView } from '../../state/view-store.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './CommandPalette.module.css';
import { type Found, findActions } from './find-actions.ts';

/** Many, so they are fetched with the first look at the list; what is there already does not move, since they come last. */
const addPartExamples = (): void => {
  void import('../examples/part-example-actions.ts').then((module) => registerActions(module.PART_EXAMPLE_ACTIONS));
};

export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(addPartExamples, []);
  return (
    <Dialog title="Find a command" open bare onClose={onClose} initialFocus={input}>
      <Finder input={input} onClose={onClose} />
    </Dialog>
  );
}

function Finder({ input, onClose }: { readonly input: RefObject<HTMLInputElement | null>; readonly onClose: () => void }) {
  const id = useId();
  const [query, setQuery] = useState('');
  const [active, setActive] = useState(0);
  const found = findActions(useActions(), query);
  const chosen = found[Math.min(active, found.length - 1)];
  const act = (one: Found | undefined): void => {
    if (one === undefined || one.blocked !== undefined) return;
    onClose();
    // After the dialog is gone and the focus back, so that an action that opens another one finds the page as it was.
    setTimeout(() => {
      const refused = runAction(one.action.id);
      if (refused !== undefined) setView({ notice: { text: refused, tone: 'info' } });
    }, 0);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const last = found.length - 1;
      const next = Math.min(last, Math.max(0, active + step));
      setActive(Math.abs(step) === 1 && next === active ? (step > 0 ? 0 : last) : next);
    }
    if (event.key === 'Enter') {
      // Or the same press would also click whatever has the focus once the dialog is gone.
      event.preventDefault();
      act(chosen);
    }
  };
  return (
    <>
      <input
        ref={input}
        className={styles['query']}
        placeholder="Find a command …"
        aria-label="Find a command"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={chosen && `${id}-${chosen.action.id}`}
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setActive(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div className={styles['list']} role="listbox" id={`${id}-list`} aria-label="Commands">
        {found.map((one, i) => (
          <Row
            key={one.action.id}
            id={`${id}-${one.action.id}`}
            found={one}
            grouped={query === ''}
            heading={query === '' && one.action.group !== found[i - 1]?.action.group}
            active={one === chosen}
            onPoint={() => setActive(i)}
            onChoose={() => act(one)}
          />
        ))}
        {found.length === 0 && <p className={styles['none']}>No command has these letters in this order.</p>}
      </div>
    </>
  );
}

interface RowProps {
  readonly id: string;
  readonly found: Found;
  /** Whether rows stand under headings, which then name the group. */
  readonly grouped: boolean;
  readonly heading: boolean;
  readonly active: boolean;
  readonly onPoint: () => void;
  readonly onChoose: () => void;
}

function Row({ id, found, grouped, heading, active, onPoint, onChoose }: RowProps) {
  const { action, at, blocked } = found;
  const scroll = (row: HTMLButtonElement | null): void => {
    if (active) row?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <>
      {heading && (
        <div className={styles['group']} role="presentation">
          {action.group}
        </div>
      )}
      {/* The list is driven from the field: its rows take the pointer only. */}
      <button
        type="button"
        ref={scroll}
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={active}
        aria-disabled={blocked !== undefined}
        className={styles['row']}
        onPointerMove={active ? undefined : onPoint}
        onClick={onChoose}
      >
        <span className={styles['label']}>
          <Marked action={action} at={at} />
          {blocked !== undefined && <span className={styles['why']}>{blocked}</span>}
        </span>
        {!grouped && <span className={styles['where']}>{action.group}</span>}
        {action.keys?.[0] !== undefined && <Kbd keys={action.keys[0]} />}
      </button>
    </>
  );
}

/** The label with the letters that were met in bold, in runs. */
function Marked({ action, at }: { readonly action: Action; readonly at: readonly number[] }) {
  return (
    <span>{runs(action.label, at).map(({ from, text, met }) => (met ? <b key={from}>{text}</b> : <span key={from}>{text}</span>))}</span>
  );
}

function runs(label: string, at: readonly number[]): readonly { readonly from: number; readonly text: string; readonly met: boolean }[] {
  const met = new Set(at);
  const found: { from: number; text: string; met: boolean }[] = [];
  [...label].forEach((letter, from) => {
    const last = found.at(-1);
    if (last?.met === met.has(from)) last.text += letter;
    else found.push({ from, text: letter, met: met.has(from) });
  });
  return found;
}
