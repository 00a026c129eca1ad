/** All entries in their lanes, and the popover of the one that is open. */
import { useRef, useState } from 'react';
import type { TimelineEntry } from '../../src/design/document.ts';
import { newGesture, useBurst } from '../panels/gesture.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import type { TimeScale } from '../ui/plot-area.ts';
import { selectionOf } from './address.ts';
import styles from './Entries.module.css';
import { EntryMark, type EntryMarkProps } from './EntryMark.tsx';
import { EntryPopover } from './EntryPopover.tsx';
import { removeEntry, saveEntry } from './edit.ts';
import { dragged } from './entry-drag.ts';
import { entryCause, entryLabel, entryName, lastsOf, type Words } from './entry-words.ts';
import { LANE_HEIGHT, MOST_LANES } from './lane-size.ts';
import { endOf, laneCount, type Placed, packLanes } from './lanes.ts';
import { textWidth } from './text-width.ts';

export interface EntriesProps {
  readonly words: Words;
  readonly scale: TimeScale;
  readonly width: number;
  /** What a drag snaps to, and what a key moves by, ms. */
  readonly step: number;
  readonly windowMs: number;
}

type Open = { readonly id: string; readonly mark: HTMLElement } | undefined;

export function Entries(props: EntriesProps) {
  const { words, width } = props;
  const { timeline } = words.design.scenario;
  const [held, setHeld] = useState<TimelineEntry>();
  const [open, setOpen] = useState<Open>();
  const lanes = useRef<HTMLDivElement>(null);
  const actsOf = useActs(props, held, setHeld, setOpen, lanes);
  const entries = [...timeline].sort((a, b) => a.at - b.at).map((entry) => (held?.id === entry.id ? held : entry));
  const placed = placesOf(entries, props);
  const height = Math.max(1, laneCount(placed)) * LANE_HEIGHT;
  const opened = timeline.find((entry) => entry.id === open?.id);
  return (
    <div className={styles['lanes']} style={{ height: Math.min(MOST_LANES * LANE_HEIGHT, height) }}>
      <div ref={lanes} className={styles['marks']} style={{ height }}>
        {entries.map((entry, i) => {
          const spot = placed[i];
          if (spot === undefined || width === 0) return null;
          return (
            <EntryMark
              key={entry.id}
              entry={entry}
              placed={spot}
              name={entryName(words, entry)}
              label={entryLabel(words, entry)}
              cause={entryCause(words, entry)}
              held={held?.id === entry.id}
              {...actsOf(entry)}
            />
          );
        })}
      </div>
      {opened !== undefined && open !== undefined && (
        <EntryPopover
          entry={opened}
          words={words}
          anchor={() => open.mark.getBoundingClientRect()}
          onEdit={saveEntry}
          onRemove={() => actsOf(opened).onRemove()}
          onClose={() => {
            setOpen(undefined);
            open.mark.focus();
          }}
        />
      )}
    </div>
  );
}

function placesOf(entries: readonly TimelineEntry[], { words, scale, width }: EntriesProps): readonly Placed[] {
  const { durationMs } = words.design.scenario;
  const inputs = entries.map((entry) => ({
    id: entry.id,
    at: entry.at,
    end: endOf(entry, durationMs, (fault) => lastsOf(words.faultOf, fault)),
    labelWidth: textWidth(entryLabel(words, entry)),
  }));
  return packLanes(inputs, scale, width);
}

type Acts = Pick<EntryMarkProps, 'onDrag' | 'onDrop' | 'onNudge' | 'onRemove' | 'onOpen'>;

/** What hand and keys do to an entry. A drag shows where the entry would go and is written once, when the hand lets go. */
function useActs(
  { words, scale, step, windowMs }: EntriesProps,
  held: TimelineEntry | undefined,
  setHeld: (entry: TimelineEntry | undefined) => void,
  setOpen: (open: Open) => void,
  lanes: React.RefObject<HTMLDivElement | null>,
): (entry: TimelineEntry) => Acts {
  const burst = useBurst('nudge');
  const { durationMs, timeline } = words.design.scenario;
  const lasts = (entry: TimelineEntry): boolean => entry.type === 'fault' && lastsOf(words.faultOf, entry.fault);
  const msPerPx = durationMs / Math.max(1, scale.px(durationMs) - scale.px(0));
  return (entry) => ({
    onDrag: (grip, px) => {
      const from = timeline.find(({ id }) => id === entry.id) ?? entry;
      setHeld(dragged(from, grip, px * msPerPx, lasts(entry), { durationMs, stepMs: step, snap: true }));
    },
    onDrop: (kept) => {
      if (kept && held !== undefined) saveEntry(held, newGesture('drag-entry'));
      setHeld(undefined);
    },
    onNudge: (grip, windows) => {
      const next = dragged(entry, grip, windows * windowMs, lasts(entry), { durationMs, stepMs: windowMs, snap: false });
      saveEntry(next, `${burst()} ${entry.id}`);
      announce(entryName(words, next));
    },
    onRemove: () => {
      setOpen(undefined);
      const marks = [...(lanes.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
      const at = marks.findIndex((mark) => mark.dataset['entry'] === entry.id);
      (marks[at + 1] ?? marks[at - 1])?.focus();
      removeEntry(words, entry);
    },
    onOpen: (mark) => {
      setOpen({ id: entry.id, mark });
      if (entry.type !== 'note') setView({ selection: targetSelection(words, entry) });
    },
  });
}

function targetSelection({ design }: Words, entry: Exclude<TimelineEntry, { type: 'note' }>) {
  if (entry.type === 'fault') return selectionOf(design, entry.target);
  const isLink = design.links.some((link) => link.id === entry.target);
  return isLink ? { nodes: [], links: [entry.target] } : { nodes: [entry.target], links: [] };
}
