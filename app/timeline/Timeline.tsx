/**
 * The timeline: what happens during the run, on the time axis that the charts share. Everything on it is an entry of the document, so all
 * it does ends in `set-entry` and `remove-entry`, one step of undo for each gesture. It only arranges marks, axis and lines.
 */
import { useMemo, useRef, useState } from 'react';
import { kindOf } from '../../src/catalog/index.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { useDesign } from '../state/design-store.ts';
import { presentMs } from '../state/past.ts';
import { inProgress, simulatedMs } from '../state/run-driver.ts';
import { goToWindow, useRun } from '../state/run-store.ts';
import { NARROW_TIMELINE_AREA, TIMELINE_AREA, type TimeScale, timeScale } from '../ui/plot-area.ts';
import { AlertMarks } from './AlertMarks.tsx';
import { Entries } from './Entries.tsx';
import { saveEntry } from './edit.ts';
import { snapStep } from './entry-drag.ts';
import type { Words } from './entry-words.ts';
import { type Draft, NewEntryPopover } from './NewEntryPopover.tsx';
import { LoopBand, PlayHead, Ruler } from './PlayHead.tsx';
import { HoverLine } from './TimeLines.tsx';
import styles from './Timeline.module.css';
import { TimelineHead } from './TimelineHead.tsx';
import { type Drawn, useDraw } from './use-draw.ts';
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
  /** A new entry, to be opened as soon as it has its mark. */
  const [wanted, setWanted] = useState<string>();
  const { durationMs } = design.scenario;
  const narrow = width > 0 && width < NARROW;
  const area = narrow ? NARROW_TIMELINE_AREA : TIMELINE_AREA;
  const scale = useMemo(() => timeScale(durationMs, width, area), [durationMs, width, area]);
  const words: Words = useMemo(() => ({ design, faultOf, kindOf, linkSpecs: LINK_PARAMETERS }), [design]);
  const step = snapStep(durationMs / Math.max(1, width - area.left - area.right), windowMs);
  const draw = useDraw({ plot, scale, step, onDrawn: (drawn) => pressed(drawn) || setDraft({ what: 'fault', ...drawn }) });
  const { timeline } = design.scenario;
  return (
    <section aria-label="Timeline" className={styles['timeline']} data-narrow={narrow || undefined}>
      <TimelineHead words={words} at={() => momentToAdd(durationMs, step)} onAdd={setDraft} onTrial={setWanted} />
      {/* Drawing along the axis has the two buttons as its other way. */}
      <div ref={plot} className={styles['plot']}>
        <Axis scale={scale} width={width} />
        <Ruler scale={scale} />
        <LoopBand scale={scale} />
        <AlertMarks scale={scale} />
        {timeline.length === 0 && draw.stretch === undefined && (
          <p className={styles['empty']} style={{ left: area.left + 12 }}>
            Nothing is planned. Drag along here to break something for a while, or turn a setting while it runs.
          </p>
        )}
        {draw.stretch !== undefined && (
          <div
            className={styles['stretch']}
            style={{ left: scale.px(draw.stretch.from), width: scale.px(draw.stretch.to) - scale.px(draw.stretch.from) }}
          />
        )}
        <Entries
          words={words}
          scale={scale}
          width={width}
          step={step}
          windowMs={windowMs}
          wanted={wanted}
          onOpened={() => setWanted(undefined)}
        />
        <HoverLine scale={scale} />
        <PlayHead scale={scale} durationMs={durationMs} />
      </div>
      {draft !== undefined && (
        <NewEntryPopover
          key={`${draft.what} ${draft.at}`}
          draft={draft}
          words={words}
          onAdd={saveEntry}
          onClose={() => setDraft(undefined)}
        />
      )}
    </section>
  );
}

/** A press where the run has been looks there; ahead of it, as any stroke, it plans. @returns whether it was such a press. */
function pressed({ at, duration }: Drawn): boolean {
  const past = duration === undefined && at <= presentMs() && presentMs() > 0;
  if (past) goToWindow(at);
  return past;
}

/** Where something new is put when only that was asked: at the moment shown of a run under way, else after a third of it. */
function momentToAdd(durationMs: number, step: number): number {
  const at = inProgress() ? simulatedMs() : durationMs / 3;
  return Math.min(durationMs, Math.ceil(at / step) * step);
}

/** A label at the right edge ends there, and the one before it gives way when that brings them together. */
const EDGE = 24;
const EDGE_ROOM = 88;

function Axis({ scale, width }: { readonly scale: TimeScale; readonly width: number }) {
  const last = scale.ticks.at(-1)?.px ?? 0;
  const crowded = (px: number): boolean => last > width - EDGE && px < last && px > last - EDGE_ROOM;
  return (
    <div className={styles['axis']} aria-hidden="true">
      {scale.ticks.map(({ ms, px, text }) => (
        <span key={ms} className={styles['tick']} data-edge={px > width - EDGE || undefined} style={{ left: px }}>
          {!crowded(px) && text}
        </span>
      ))}
    </div>
  );
}
