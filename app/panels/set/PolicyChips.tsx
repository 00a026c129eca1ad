/** The policies that can stand on a link, each added or taken away with one click; a chip that is on is filled and ticked. */
import { Check, Plus } from 'lucide-react';
import type { ParamBag, ParamSpecs } from '../../../src/std/parameter.ts';
import { newGesture } from '../gesture.ts';
import { Section } from '../Section.tsx';
import { sharedValue } from '../subject.ts';
import { setParam } from './edit.ts';
import styles from './PolicyChips.module.css';
import { isOn, type PolicySwitch } from './policy.ts';

export interface PolicyChipsProps {
  readonly switches: readonly PolicySwitch[];
  readonly specs: ParamSpecs;
  readonly bags: readonly ParamBag[];
  readonly ids: readonly string[];
}

export function PolicyChips({ switches, specs, bags, ids }: PolicyChipsProps) {
  const stands = ({ param }: PolicySwitch): boolean => bags.every((bag) => isOn(sharedValue(specs, [bag], param).value));
  const toggle = (one: PolicySwitch): void => {
    const gesture = newGesture('policy');
    if (stands(one)) setParam('link', ids, one.param, undefined, gesture);
    else for (const [param, value] of one.on) setParam('link', ids, param, value, gesture);
  };
  return (
    <Section title="Policy">
      <div className={styles['chips']}>
        {switches.map((one) => (
          <button
            key={one.group}
            type="button"
            className={styles['chip']}
            aria-pressed={stands(one)}
            title={specs[one.param]?.help}
            onClick={() => toggle(one)}
          >
            {stands(one) ? <Check aria-hidden="true" /> : <Plus aria-hidden="true" />}
            {one.group}
          </button>
        ))}
      </div>
    </Section>
  );
}
