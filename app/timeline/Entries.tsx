/** All marks in their lanes, and the popover of the one that is open. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { TimelineEntry } from '../../src/design/document.ts';
import { beginningOf, lengthOf, stretchesOf, waits } from '../../src/design/schedule.ts';
import { newGesture, useBurst } from '../panels/gesture.ts';
import { useStory } from '../state/story-store.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { clockText, type TimeScale } from '../ui/plot-area.ts';
import { selectionOf, targetsIn } from './address.ts';
import styles from './Entries.module.css';
import { EntryMark, type EntryMarkProps } from './EntryMark.tsx';
import { EntryPopover } from './EntryPopover.tsx';
import { movedBy, muteEntries, removeEntries, saveEntries, saveEntry, withGroup } from './edit.ts';
import { entryCause, entryLabel, entryName, lastsOf, sweepLabel, sweepName, type Words } from './entry-words.ts';
import { LANE_HEIGHT, MOST_LANES } from './lane-size.ts';
import { endOf, laneCount, type Placed, packLanes } from './lanes.ts';
import { SweepPopover } from './SweepPopover.tsx';
import { draggedMark, lastOf, type Mark, marksOf, stepsOf } from './sweeps.ts';
import { textWidth } from './text-width.ts';

export interface EntriesProps {
  readonly words: Words;
  readonly scale: TimeScale;
  readonly width: number;
  /** What a drag snaps to, and what a key moves by, ms. */
  readonly step: number;
  readonly windowMs: number;
  /** Id of an entry to be opened. */
  readonly wanted: string | undefined;
  readonly onOpened: () => void;
}

/** Changes of one setting closer than this are one sweep: px, and as a share of the run (chosen). */
const CLOSE_PX = 16;
const CLOSE_SHARE = 1 / 30;

type Open = { readonly id: string; readonly anchor: HTMLElement } | undefined;

export function Entries(props: EntriesProps) {
  const { words, width, scale, wanted, onOpened } = props;
  const { timeline, durationMs } = words.design.scenario;
  const [held, setHeld] = useState<Mark>();
  const [open, setOpen] = useState<Open>();
  const lanes = useRef<HTMLDivElement>(null);
  const begun = useBegun(timeline);
  const marks = marksOf(timeline, Math.max(CLOSE_PX * msPerPx(scale), durationMs * CLOSE_SHARE));
  const actsOf = useActs(props, held, setHeld, setOpen, lanes);
  useEffect(() => {
    const mark = wanted === undefined ? null : lanes.current?.querySelector<HTMLElement>(`[data-entry="${wanted}"]`);
    if (wanted === undefined || mark === null || mark === undefined) return;
    setOpen({ id: wanted, anchor: mark });
    onOpened();
  }, [wanted, onOpened]);
  const shown = marks.map((mark) => (held?.id === mark.id ? held : mark));
  const labels = shown.map((mark) => (held?.id === mark.id ? `${markLabel(words, mark)} · ${timesOf(mark)}` : markLabel(words, mark)));
  const placed = placesOf(shown, labels, props);
  const height = Math.max(1, laneCount(placed)) * LANE_HEIGHT;
  const opened = marks.find(({ entries }) => entries.some(({ id }) => id === open?.id));
  return (
    <div className={styles['lanes']} style={{ height: Math.min(MOST_LANES * LANE_HEIGHT, height) }}>
      <div ref={lanes} className={styles['marks']} style={{ height }}>
        {shown.map((mark, i) => {
          const spot = placed[i];
          if (spot === undefined || width === 0) return null;
          return (
            <EntryMark
              key={mark.id}
              id={mark.id}
              sort={stepsOf(mark) === undefined ? mark.entries[0].type : 'sweep'}
              placed={spot}
              name={`${markName(words, mark)}${begunWords(begun.get(mark.id))}`}
              begun={(begun.get(mark.id) ?? []).map((ms) => scale.px(ms) - spot.from)}
              label={labels[i] ?? ''}
              cause={entryCause(words, mark.entries[0])}
              held={held?.id === mark.id}
              muted={mark.entries[0].muted === true}
              waits={beginningOf(mark.entries[0]).when !== undefined}
              slopes={slopesOf(mark)}
              gaps={gapsOf(mark, durationMs)}
              {...actsOf(mark)}
            />
          );
        })}
      </div>
      {opened !== undefined && open !== undefined && (
        <OpenMark mark={opened} open={open} words={words} acts={actsOf(opened)} setOpen={setOpen} />
      )}
    </div>
  );
}

interface OpenMarkProps {
  readonly mark: Mark;
  readonly open: NonNullable<Open>;
  readonly words: Words;
  readonly acts: Acts;
  readonly setOpen: (open: Open) => void;
}

function OpenMark({ mark, open, words, acts, setOpen }: OpenMarkProps) {
  const close = (): void => {
    setOpen(undefined);
    open.anchor.focus();
  };
  const anchor = (): DOMRect => open.anchor.getBoundingClientRect();
  const steps = stepsOf(mark);
  if (steps === undefined) {
    return (
      <EntryPopover entry={mark.entries[0]} words={words} anchor={anchor} onEdit={saveEntry} onRemove={acts.onRemove} onClose={close} />
    );
  }
  const remove = (ids: readonly string[]): void => {
    if (ids.length === steps.length) {
      acts.onRemove();
      return;
    }
    removeEntries(ids, `${ids.length} of ${steps.length} steps`);
    // The popover stays with a step that is left.
    setOpen({ ...open, id: steps.find(({ id }) => !ids.includes(id))?.id ?? '' });
  };
  return <SweepPopover title={sweepName(words, steps)} steps={steps} words={words} anchor={anchor} onRemove={remove} onClose={close} />;
}

/** When entries that wait for something did begin in this run, ms, as far as it has come. */
function useBegun(timeline: readonly TimelineEntry[]): ReadonlyMap<string, readonly number[]> {
  const events = useStory((story) => story.events);
  return useMemo(() => {
    const waiting = timeline.filter((entry) => entry.type === 'stop' || waits(entry, timeline));
    const begins = ['fault', 'trigger', 'change', 'stop'];
    const times = (id: string): readonly number[] =>
      events.flatMap(({ of, kind, atMs }) => (of === id && begins.includes(kind) ? atMs : []));
    return new Map(waiting.map(({ id }) => [id, times(id)]));
  }, [timeline, events]);
}

function begunWords(times: readonly number[] | undefined): string {
  if (times === undefined) return '';
  return times.length === 0 ? ', not begun yet' : `, began at ${times.slice(0, 3).map(clockText).join(', ')}`;
}

const idsOf = (mark: Mark): readonly string[] => mark.entries.map(({ id }) => id);

/** What a mark has become, and the others of its group moved as far; one that was stretched is stretched alone. */
function alsoGroup(timeline: readonly TimelineEntry[], before: Mark, after: Mark, durationMs: number): readonly TimelineEntry[] {
  const by = after.entries[0].at - before.entries[0].at;
  const others = withGroup(timeline, idsOf(before)).filter(({ id }) => !idsOf(before).includes(id));
  if (by === 0 || others.length === 0 || lengthOf(after.entries[0]) !== lengthOf(before.entries[0])) return after.entries;
  return [...after.entries, ...movedBy(others, by, durationMs)];
}

const msPerPx = (scale: TimeScale): number => (scale.toMs - scale.fromMs) / Math.max(1, scale.px(scale.toMs) - scale.px(scale.fromMs));

function markName(words: Words, mark: Mark): string {
  const steps = stepsOf(mark);
  return steps === undefined ? entryName(words, mark.entries[0]) : sweepName(words, steps);
}

function markLabel(words: Words, mark: Mark): string {
  const steps = stepsOf(mark);
  return steps === undefined ? entryLabel(words, mark.entries[0]) : sweepLabel(words, steps);
}

/** Shares of its length over which it grows and recedes, 0 … 1. */
function slopesOf({ entries: [entry] }: Mark): readonly [number, number] {
  if (entry.type !== 'fault') return [0, 0];
  const { ramp = 0, fall = 0, duration } = entry;
  const share = (ms: number): number => (ms === 0 ? 0 : Math.min(1, ms / (duration ?? ms)));
  return [share(ramp), share(fall)];
}

/** For one that repeats: each time it is at work, as shares of its whole length from its beginning. */
function gapsOf({ entries: [entry] }: Mark, durationMs: number): readonly (readonly [number, number])[] {
  if (entry.type !== 'fault' || entry.repeat === undefined) return [];
  const whole = Math.max(1, Math.min(durationMs - entry.at, lengthOf(entry)));
  return stretchesOf(entry, durationMs).map(({ from, to }) => [(from - entry.at) / whole, (to - entry.at) / whole]);
}

/** Where a mark would stand if the hand let go now. */
function timesOf(mark: Mark): string {
  const [first] = mark.entries;
  const last = lastOf(mark);
  const length = lengthOf(first);
  const end = Number.isFinite(length) && length > 0 ? first.at + length : last.at;
  return end === first.at ? clockText(first.at) : `${clockText(first.at)} – ${clockText(end)}`;
}

function placesOf(marks: readonly Mark[], labels: readonly string[], { words, scale, width }: EntriesProps): readonly Placed[] {
  const { durationMs } = words.design.scenario;
  const inputs = marks.map((mark, i) => {
    const [first] = mark.entries;
    const steps = stepsOf(mark);
    return {
      id: mark.id,
      at: first.at,
      end: steps === undefined ? endOf(first, durationMs, (fault) => lastsOf(words.faultOf, fault)) : lastOf(mark).at,
      labelWidth: textWidth(labels[i] ?? ''),
      beside: steps !== undefined,
    };
  });
  return packLanes(inputs, scale, width);
}

type Acts = Pick<EntryMarkProps, 'onDrag' | 'onDrop' | 'onNudge' | 'onRemove' | 'onMute' | 'onOpen'>;

/** What hand and keys do to a mark. A drag shows where the mark would go and is written once, when the hand lets go. */
function useActs(
  { words, scale, step, windowMs }: EntriesProps,
  held: Mark | undefined,
  setHeld: (mark: Mark | undefined) => void,
  setOpen: (open: Open) => void,
  lanes: React.RefObject<HTMLDivElement | null>,
): (mark: Mark) => Acts {
  const burst = useBurst('nudge');
  const { durationMs } = words.design.scenario;
  const from = useRef<Mark>(undefined);
  const lasts = ({ entries: [entry] }: Mark): boolean =>
    entry.type === 'fault' ? lastsOf(words.faultOf, entry.fault) || entry.repeat !== undefined : lengthOf(entry) > 0;
  const { timeline } = words.design.scenario;
  return (mark) => ({
    onDrag: (grip, px) => {
      if (held === undefined) from.current = mark;
      const start = from.current ?? mark;
      setHeld(draggedMark(start, grip, px * msPerPx(scale), lasts(start), { durationMs, stepMs: step, snap: true }));
    },
    onDrop: (kept) => {
      if (kept && held !== undefined) saveEntries(alsoGroup(timeline, from.current ?? mark, held, durationMs), newGesture('drag-entry'));
      setHeld(undefined);
    },
    onNudge: (grip, windows) => {
      const next = draggedMark(mark, grip, windows * windowMs, lasts(mark), { durationMs, stepMs: windowMs, snap: false });
      saveEntries(alsoGroup(timeline, mark, next, durationMs), `${burst()} ${mark.id}`);
      announce(markName(words, next));
    },
    onRemove: () => {
      setOpen(undefined);
      const marks = [...(lanes.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
      const at = marks.findIndex((element) => element.dataset['entry'] === mark.id);
      (marks[at + 1] ?? marks[at - 1])?.focus();
      const gone = withGroup(timeline, idsOf(mark)).map(({ id }) => id);
      const others = gone.length - mark.entries.length;
      removeEntries(gone, others === 0 ? markName(words, mark) : `${markName(words, mark)} and ${others} more of its group`);
    },
    onMute: () => {
      const muted = mark.entries[0].muted !== true;
      muteEntries(timeline, idsOf(mark), muted);
      announce(`${markName(words, mark)} ${muted ? 'is muted' : 'acts again'}`);
    },
    onOpen: (anchor) => {
      const [entry] = mark.entries;
      setOpen({ id: mark.id, anchor });
      const [target] = targetsIn(entry);
      if (target !== undefined) setView({ selection: targetSelection(words, entry, target) });
    },
  });
}

function targetSelection({ design }: Words, entry: TimelineEntry, target: string) {
  if (entry.type !== 'change') return selectionOf(design, target);
  const isLink = design.links.some((link) => link.id === target);
  return isLink ? { nodes: [], links: [target] } : { nodes: [target], links: [] };
}
