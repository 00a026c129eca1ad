/**
 * The timeline: what happens during the run, on the time axis that the charts share. Everything on it is an entry of the document, so all
 * it does ends in `set-entry` and `remove-entry`, one step of undo for each gesture. It only arranges marks, axis and lines.
 */
import { Plus, StickyNote } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import type { TimelineEntry } from '../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { newGesture, useBurst } from '../panels/gesture.ts';
import { dispatch, useDesign } from '../state/design-store.ts';
import { useRun } from '../state/run-store.ts';
import { setView } from '../state/view-store.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { NARROW_TIMELINE_AREA, TIMELINE_AREA, type TimeScale, timeScale } from '../ui/plot-area.ts';
import { selectionOf } from './address.ts';
import { EntryMark } from './EntryMark.tsx';
import { EntryPopover } from './EntryPopover.tsx';
import { dragged, type Grip, snapStep } from './entry-drag.ts';
import { entryCause, entryLabel, entryName, lastsOf, type Words } from './entry-words.ts';
import { LANE_HEIGHT, MOST_LANES } from './lane-size.ts';
import { endOf, laneCount, packLanes } from './lanes.ts';
import { type Draft, NewEntryPopover } from './NewEntryPopover.tsx';
import { HoverLine, PlayHead } from './TimeLines.tsx';
import styles from './Timeline.module.css';
import { textWidth } from './text-width.ts';
import { useDraw } from './use-draw.ts';
import { useWidth } from './use-width.ts';

/** Below this the heading stands above the axis (chosen). */
const NARROW = 640;
/** Windows of the charts before anything is compiled, ms (chosen). */
const USUAL_WINDOW = 100;

export function Timeline() {
  const design = useDesign((state) => state.design);
  const windowMs = useRun((run) => run.shape?.windowMs ?? USUAL_WINDOW);
  const plot = useRef<HTMLDivElement>(null);
  const width = useWidth(plot);
  const [draft, setDraft] = useState<Draft>();
  const { durationMs } = design.scenario;
  const narrow = width > 0 && width < NARROW;
  const area = narrow ? NARROW_TIMELINE_AREA : TIMELINE_AREA;
  const scale = useMemo(() => timeScale(durationMs, width, area), [durationMs, width, area]);
  const words: Words = useMemo(() => ({ design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS }), [design]);
  const step = snapStep(durationMs / Math.max(1, width - area.left - area.right), windowMs);
  const draw = useDraw({ plot, scale, step, onDrawn: (stretch) => setDraft({ what: 'fault', ...stretch }) });
  const addHere = (what: Draft['what']) => (event: React.MouseEvent<HTMLElement>) => {
    const button = event.currentTarget;
    setDraft({ what, at: Math.round(durationMs / 3 / step) * step, duration: undefined, anchor: () => button.getBoundingClientRect() });
  };
  const { timeline } = design.scenario;
  return (
    <section aria-label="Timeline" className={styles['timeline']} data-narrow={narrow || undefined}>
      <header className={styles['head']}>
        <h2 className={styles['title']}>Timeline</h2>
        <p className={styles['what']}>{timeline.length === 0 ? 'drag along it to break something' : 'faults, changes, notes'}</p>
        <div className={styles['adds']}>
          <Button look="quiet" icon={<Plus aria-hidden="true" />} onClick={addHere('fault')}>
            Fault
          </Button>
          <Button look="quiet" icon={<StickyNote aria-hidden="true" />} onClick={addHere('note')}>
            Note
          </Button>
        </div>
      </header>
      {/* Drawing along the axis has the two buttons as its other way. */}
      <div ref={plot} className={styles['plot']}>
        <Axis scale={scale} />
        {draw.stretch !== undefined && (
          <div
            className={styles['stretch']}
            style={{ left: scale.px(draw.stretch.from), width: scale.px(draw.stretch.to) - scale.px(draw.stretch.from) }}
          />
        )}
        <Entries words={words} scale={scale} width={width} step={step} windowMs={windowMs} />
        <HoverLine scale={scale} />
        <PlayHead scale={scale} />
      </div>
      {draft !== undefined && (
        <NewEntryPopover key={`${draft.what} ${draft.at}`} draft={draft} words={words} onAdd={save} onClose={() => setDraft(undefined)} />
      )}
    </section>
  );
}

function save(entry: TimelineEntry, gesture?: string): string | undefined {
  return dispatch({ do: 'set-entry', entry }, gesture)?.message;
}

function Axis({ scale }: { readonly scale: TimeScale }) {
  return (
    <div className={styles['axis']} aria-hidden="true">
      {scale.ticks.map(({ ms, px, text }) => (
        <span key={ms} className={styles['tick']} style={{ left: px }}>
          {text}
        </span>
      ))}
    </div>
  );
}

interface EntriesProps {
  readonly words: Words;
  readonly scale: TimeScale;
  readonly width: number;
  readonly step: number;
  readonly windowMs: number;
}

function Entries({ words, scale, width, step, windowMs }: EntriesProps) {
  const { durationMs, timeline } = words.design.scenario;
  const [held, setHeld] = useState<TimelineEntry>();
  const [open, setOpen] = useState<{ readonly id: string; readonly mark: HTMLElement }>();
  const lanes = useRef<HTMLDivElement>(null);
  const burst = useBurst('nudge');
  const entries = [...timeline].sort((a, b) => a.at - b.at).map((entry) => (held?.id === entry.id ? held : entry));
  const lasting = (fault: string): boolean => lastsOf(faultOf, fault);
  const lasts = (entry: TimelineEntry): boolean => entry.type === 'fault' && lasting(entry.fault);
  const labels = entries.map((entry) => entryLabel(words, entry));
  const placed = packLanes(
    entries.map((entry, i) => ({
      id: entry.id,
      at: entry.at,
      end: endOf(entry, durationMs, lasting),
      labelWidth: textWidth(labels[i] ?? ''),
    })),
    scale,
    width,
  );
  const msPerPx = (scale.ms(width) - scale.ms(0)) / Math.max(1, scale.px(durationMs) - scale.px(0));
  const drag = (entry: TimelineEntry) => (grip: Grip, px: number) =>
    setHeld(dragged(original(timeline, entry), grip, px * msPerPx, lasts(entry), { durationMs, stepMs: step, snap: true }));
  const drop = (kept: boolean): void => {
    if (kept && held !== undefined) save(held, newGesture('drag-entry'));
    setHeld(undefined);
  };
  const nudge = (entry: TimelineEntry) => (grip: Grip, windows: number) => {
    const next = dragged(entry, grip, windows * windowMs, lasts(entry), { durationMs, stepMs: windowMs, snap: false });
    save(next, `${burst()} ${entry.id}`);
    announce(entryName(words, next));
  };
  const remove = (entry: TimelineEntry): void => {
    setOpen(undefined);
    dispatch({ do: 'remove-entry', ids: [entry.id] });
    announce(`Removed ${entryName(words, entry)}`);
    const marks = [...(lanes.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [])];
    const next = marks[marks.findIndex((mark) => mark.dataset['entry'] === entry.id) + 1] ?? marks.at(-2);
    next?.focus();
  };
  const show = (entry: TimelineEntry) => (mark: HTMLElement) => {
    setOpen({ id: entry.id, mark });
    if (entry.type !== 'note') setView({ selection: targetSelection(words, entry) });
  };
  const opened = open === undefined ? undefined : timeline.find((entry) => entry.id === open.id);
  return (
    <div className={styles['lanes']} style={{ height: Math.max(1, Math.min(MOST_LANES, laneCount(placed))) * LANE_HEIGHT }}>
      <div ref={lanes} className={styles['marks']} style={{ height: Math.max(1, laneCount(placed)) * LANE_HEIGHT }}>
        {entries.map((entry, i) => {
          const spot = placed[i];
          if (spot === undefined || width === 0) return null;
          return (
            <EntryMark
              key={entry.id}
              entry={entry}
              placed={spot}
              name={entryName(words, entry)}
              label={labels[i] ?? ''}
              cause={entryCause(words, entry)}
              held={held?.id === entry.id}
              onDrag={drag(entry)}
              onDrop={drop}
              onNudge={nudge(entry)}
              onRemove={() => remove(entry)}
              onOpen={show(entry)}
            />
          );
        })}
      </div>
      {opened !== undefined && open !== undefined && (
        <EntryPopover
          entry={opened}
          words={words}
          anchor={() => open.mark.getBoundingClientRect()}
          onEdit={save}
          onRemove={() => remove(opened)}
          onClose={() => {
            setOpen(undefined);
            open.mark.focus();
          }}
        />
      )}
    </div>
  );
}

const original = (timeline: readonly TimelineEntry[], entry: TimelineEntry): TimelineEntry =>
  timeline.find(({ id }) => id === entry.id) ?? entry;

function targetSelection({ design }: Words, entry: Exclude<TimelineEntry, { type: 'note' }>) {
  if (entry.type === 'fault') return selectionOf(design, entry.target);
  const isLink = design.links.some((link) => link.id === entry.target);
  return isLink ? { nodes: [], links: [entry.target] } : { nodes: [entry.target], links: [] };
}
