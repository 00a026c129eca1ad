/** The faults on the timeline that touch the selection: those at work can be ended now, all can be taken back. */
import { X } from 'lucide-react';
import { useCallback, useId, useMemo } from 'react';
import { kindOf } from '../../../src/catalog/index.ts';
import type { FaultEntry, TimelineEntry } from '../../../src/design/document.ts';
import { endedAt, waits } from '../../../src/design/schedule.ts';
import { LINK_PARAMETERS } from '../../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../../src/faults/index.ts';
import { dispatch, useDesign } from '../../state/design-store.ts';
import { touchesLink, touchesNode } from '../../timeline/address.ts';
import { entryLabel, entryName } from '../../timeline/entry-words.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { clockText } from '../../ui/plot-area.ts';
import { nowMs, useAtTime } from '../clock.ts';
import { Section } from '../Section.tsx';
import type { Subject } from '../subject.ts';
import styles from './PlannedFaults.module.css';
import { type Phase, phaseOf } from './setup.ts';

const PHASE_WORDS: Readonly<Record<Phase, string>> = { active: 'now', coming: 'coming', past: 'over' };

export function PlannedFaults({ subject }: { readonly subject: Subject }) {
  const timeline = useDesign((state) => state.design.scenario.timeline);
  const entries = useMemo(() => timeline.filter((entry): entry is FaultEntry => touches(entry, subject)), [timeline, subject]);
  const phases = useAtTime(
    useCallback((timeMs: number) => entries.map((entry) => phaseOf(entry, isMomentary(entry), timeMs)).join(), [entries]),
  );
  if (entries.length === 0) return null;
  return (
    <Section title="On the timeline">
      <ul className={styles['list']}>
        {entries.map((entry, i) => (
          <Planned key={entry.id} entry={entry} phase={(phases.split(',')[i] ?? 'coming') as Phase} />
        ))}
      </ul>
    </Section>
  );
}

function Planned({ entry, phase }: { readonly entry: FaultEntry; readonly phase: Phase }) {
  const id = useId();
  const design = useDesign((state) => state.design);
  const words = { design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS };
  const end = entry.duration === undefined ? 'the end' : clockText(entry.at + entry.duration);
  const remove = (): void => {
    dispatch({ do: 'remove-entry', ids: [entry.id] });
    announce(`Removed ${entryName(words, entry)}`);
  };
  return (
    <li className={styles['entry']} data-phase={phase}>
      <span id={id} className={styles['what']} title={entryName(words, entry)}>
        {entryLabel(words, entry)}
        <span className={styles['when']}>
          {PHASE_WORDS[phase]} · {isMomentary(entry) ? clockText(entry.at) : `${clockText(entry.at)} – ${end}`}
        </span>
      </span>
      {phase === 'active' && !waits(entry, design.scenario.timeline) && entry.muted !== true && (
        <Button aria-describedby={id} onClick={() => dispatch({ do: 'set-entry', entry: endedAt(entry, nowMs()) })}>
          End now
        </Button>
      )}
      <IconButton label="Remove" aria-describedby={id} onClick={remove}>
        <X aria-hidden="true" />
      </IconButton>
    </li>
  );
}

const isMomentary = (entry: FaultEntry): boolean => faultOf(entry.fault)?.lasts === 0;

function touches(entry: TimelineEntry, subject: Subject): boolean {
  if (entry.type !== 'fault') return false;
  switch (subject.is) {
    case 'document':
      return true;
    case 'links':
      return subject.links.some((link) => touchesLink(entry.target, link));
    default:
      return subject.nodes.some((node) => touchesNode(entry.target, node));
  }
}
