/**
 * The presets of the selected parts' kind, as a choice at the head of their settings: choosing one makes its settings in one step of
 * undo. What is chosen is not kept anywhere; it is recognised by the settings, so a setting changed by hand shows at once.
 */
import { useCallback } from 'react';
import type { Kind } from '../../../src/catalog/kind.ts';
import { type Preset, presetIn, settingsOf } from '../../../src/catalog/preset.ts';
import type { ChoiceSpec, ParamBag, ParamSpecs } from '../../../src/std/parameter.ts';
import { newGesture } from '../gesture.ts';
import type { SharedValue } from '../subject.ts';
import { setParam } from './edit.ts';
import { ParamRow } from './ParamRow.tsx';
import styles from './PresetRow.module.css';

export interface PresetRowProps {
  readonly kinds: readonly (Kind | undefined)[];
  readonly specs: ParamSpecs;
  readonly bags: readonly ParamBag[];
  readonly ids: readonly string[];
}

const NONE = { value: 'none', label: 'none', help: 'What the presets set is at its defaults.' };
const OWN = { value: 'own', label: 'own settings', help: 'Settings that are those of no preset.' };

export function PresetRow({ kinds, specs, bags, ids }: PresetRowProps) {
  const [kind] = kinds;
  const presets = kinds.every((each) => each === kind) ? (kind?.presets ?? []) : [];
  const found = bags.map((bag) => presetIn(specs, presets, bag));
  const [first = 'none'] = found;
  const choose = useCallback(
    (id: unknown): string | undefined => {
      if (id === OWN.value) return undefined;
      const gesture = newGesture('preset');
      const chosen = presets.find((preset) => preset.id === id);
      const refusals = settingsOf(specs, presets, chosen).map(([param, value]) => setParam('node', ids, param, value, gesture));
      return refusals.find((why) => why !== undefined);
    },
    [presets, specs, ids],
  );
  if (presets.length === 0) return null;
  const mixed = found.some((one) => one !== first);
  const shared: SharedValue = { value: idOf(first), mixed, modified: false };
  return (
    <div className={styles['preset']}>
      <ParamRow spec={choiceOf(presets, first === 'own' || mixed)} shared={shared} onSet={choose} />
      {!mixed && typeof first === 'object' && <p className={styles['source']}>{first.source}</p>}
    </div>
  );
}

const idOf = (found: Preset | 'none' | 'own'): string => (typeof found === 'string' ? found : found.id);

function choiceOf(presets: readonly Preset[], own: boolean): ChoiceSpec {
  const options = presets.map(({ id, label, help }) => ({ value: id, label, help }));
  return {
    type: 'choice',
    label: 'Preset',
    group: '',
    source: 'each names its own',
    default: NONE.value,
    live: true,
    help: 'Settings made together: what a product or a class of machine can do.',
    options: own ? [OWN, NONE, ...options] : [NONE, ...options],
  };
}
