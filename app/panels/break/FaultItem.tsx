/** One fault on offer: a press breaks the target; its settings unfold beside it. */
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import type { Fault } from '../../../src/faults/fault.ts';
import { valuesOf } from '../../../src/std/parameter.ts';
import { clockText } from '../../ui/plot-area.ts';
import { ParamRow } from '../set/ParamRow.tsx';
import { groupsOf, sharedValue } from '../subject.ts';
import styles from './FaultItem.module.css';
import { durationSpec, type Setup, withParam } from './setup.ts';

export interface FaultItemProps {
  readonly fault: Fault;
  /** Where it strikes, when that is not what was chosen for all. */
  readonly at: string | undefined;
  readonly setup: Setup;
  readonly runMs: number;
  readonly onSetup: (setup: Setup) => void;
  /** Why it cannot strike now. */
  readonly blocked: string | undefined;
  readonly onBreak: () => void;
  /** More to choose, such as the sides of a cut. */
  readonly children?: ReactNode;
}

export function FaultItem({ fault, at, setup, runMs, onSetup, blocked, onBreak, children }: FaultItemProps) {
  const id = useId();
  const [open, setOpen] = useState(false);
  const badge = fault.badge(valuesOf(fault.params, setup.params));
  const length = fault.lasts === 0 ? 'at once' : setup.duration === 0 ? 'to the end' : `for ${clockText(setup.duration)}`;
  const strike = (): void => (blocked === undefined ? onBreak() : setOpen(true));
  return (
    <li className={styles['item']}>
      <div className={styles['head']}>
        <button
          type="button"
          id={id}
          className={styles['fault']}
          aria-describedby={`${id}-what`}
          aria-disabled={blocked !== undefined}
          onClick={strike}
        >
          {fault.name}
        </button>
        <span className={styles['size']} title={`${badge}, ${length}`}>
          {badge} · {length}
        </span>
        {/* Named apart from the fault itself, and described by it: two buttons, two names. */}
        <button
          type="button"
          className={styles['more']}
          aria-label="Set up"
          aria-describedby={id}
          aria-expanded={open}
          title={`Set up: ${fault.name.toLowerCase()}`}
          onClick={() => setOpen(!open)}
        >
          <ChevronDown aria-hidden="true" />
        </button>
      </div>
      <p id={`${id}-what`} className={styles['what']}>
        {blocked ?? fault.summary}
        {blocked === undefined && at !== undefined && ` Aimed at ${at}.`}
      </p>
      {open && (
        <div className={styles['setup']}>
          {children}
          <Settings fault={fault} setup={setup} runMs={runMs} onSetup={onSetup} />
          <p className={styles['about']}>{fault.about}</p>
        </div>
      )}
    </li>
  );
}

function Settings({ fault, setup, runMs, onSetup }: Pick<FaultItemProps, 'fault' | 'setup' | 'runMs' | 'onSetup'>) {
  const length = durationSpec(fault, runMs);
  return (
    <>
      {groupsOf(fault.params, [setup.params]).flatMap(({ params }) =>
        params.map((name) => {
          const spec = fault.params[name];
          if (spec === undefined) return null;
          return (
            <ParamRow
              key={name}
              spec={spec}
              shared={sharedValue(fault.params, [setup.params], name)}
              onSet={(value) => {
                onSetup({ ...setup, params: withParam(fault, setup.params, name, value) });
                return undefined;
              }}
            />
          );
        }),
      )}
      {fault.lasts > 0 && (
        <ParamRow
          spec={length}
          shared={sharedValue({ duration: length }, [{ duration: setup.duration }], 'duration')}
          onSet={(value) => {
            onSetup({ ...setup, duration: typeof value === 'number' ? value : fault.lasts });
            return undefined;
          }}
        />
      )}
    </>
  );
}
