/**
 * One entry on the timeline: a hatched bar for a fault that lasts, a mark for what happens in a moment. It is a button: pressing it shows
 * what it is; the hand drags it or its ends; arrows move it, with Shift they stretch it, M mutes it, Delete takes it away.
 */
import { Flag, OctagonX } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import type { TimelineEntry } from '../../src/design/document.ts';
import { Tooltip } from '../ui/Tooltip.tsx';
import styles from './EntryMark.module.css';
import type { Grip } from './entry-drag.ts';
import { LANE_HEIGHT } from './lane-size.ts';
import type { Placed } from './lanes.ts';

/** A press that moves less than this is a click, px (chosen). */
const STILL = 3;
/** Ends of a bar narrower than this cannot be told apart, px (chosen). */
const STRETCHABLE = 18;
/** Between a dot or a bar and the label beside it, px (chosen). */
const DOT_GAP = 10;
const BAR_GAP = 6;
/** How far in from its end a bar is held by that end, px (chosen). */
const GRIP = 7;

export interface EntryMarkProps {
  readonly id: string;
  /** `sweep`: a row of changes. */
  readonly sort: TimelineEntry['type'] | 'sweep';
  readonly placed: Placed;
  readonly name: string;
  readonly label: string;
  readonly cause: string;
  readonly held: boolean;
  readonly muted: boolean;
  /** It waits for a condition. */
  readonly waits: boolean;
  /** Where it did begin in this run, px from the left of its room. */
  readonly begun: readonly number[];
  /** Shares of its length (of each time's, where it repeats) over which it grows, and recedes. */
  readonly slopes: readonly [number, number];
  /** Times at which it is at work, as shares of its length; empty: all the while. */
  readonly gaps: readonly (readonly [number, number])[];
  /** The hand moved so many px; false: it let go without a change. */
  readonly onDrag: (grip: Grip, px: number) => void;
  readonly onDrop: (kept: boolean) => void;
  readonly onNudge: (grip: Grip, windows: number) => void;
  readonly onRemove: () => void;
  readonly onMute: () => void;
  readonly onOpen: (mark: HTMLElement) => void;
}

export function EntryMark({ id, sort, placed, name, label, cause, held, muted, waits, begun, slopes, gaps, ...acts }: EntryMarkProps) {
  const press = usePress(placed, acts);
  const { left, right, from, to, lane, point } = placed;
  const gap = point || sort === 'sweep' ? DOT_GAP : BAR_GAP;
  return (
    <Tooltip text={held ? name : `${name}. ${cause}`} side="top">
      <button
        type="button"
        className={styles['entry']}
        aria-label={name}
        data-entry={id}
        data-type={sort}
        data-held={held || undefined}
        data-muted={muted || undefined}
        data-waits={waits || undefined}
        data-split={gaps.length > 0 || undefined}
        data-label={placed.label}
        style={{ left: from, width: Math.max(24, to - from), top: lane * LANE_HEIGHT }}
        onKeyDown={(event) => onKey(event, acts)}
        {...press}
      >
        <span className={point ? styles['point'] : styles['bar']} style={{ left: left - from, width: point ? 0 : right - left }}>
          {sort === 'note' && <Flag aria-hidden="true" />}
          {sort === 'stop' && <OctagonX aria-hidden="true" />}
          {gaps.map(([start, end]) => (
            <span key={start} className={styles['time']} style={{ left: `${start * 100}%`, width: `${(end - start) * 100}%` }}>
              <Slopes slopes={slopes} />
            </span>
          ))}
          {gaps.length === 0 && <Slopes slopes={slopes} />}
          {placed.label === 'inside' && <span className={styles['label']}>{label}</span>}
        </span>
        {begun.map((px) => (
          <span key={px} className={styles['begun']} style={{ left: px }} />
        ))}
        {placed.label !== 'inside' && (
          <span className={styles['beside']} style={placed.label === 'right' ? { left: right - from + gap } : { right: to - left + gap }}>
            {label}
          </span>
        )}
      </button>
    </Tooltip>
  );
}

/** Where a bar is not yet, or no longer, at its full height. */
function Slopes({ slopes: [up, down] }: Pick<EntryMarkProps, 'slopes'>) {
  return (
    <>
      {up > 0 && <span className={styles['ramp']} style={{ width: `${up * 100}%` }} />}
      {down > 0 && <span className={styles['fall']} style={{ width: `${down * 100}%` }} />}
    </>
  );
}

function onKey(event: KeyboardEvent, { onNudge, onRemove, onMute }: Pick<EntryMarkProps, 'onNudge' | 'onRemove' | 'onMute'>): void {
  const direction = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
  if (direction !== 0) onNudge(event.shiftKey ? 'end' : 'move', direction);
  else if (event.key === 'Delete' || event.key === 'Backspace') onRemove();
  else if (event.key === 'm' && !event.ctrlKey && !event.metaKey && !event.altKey) onMute();
  else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Pointer handlers that tell a click from a drag, and which part of the bar is held. Escape lets go without a change. */
function usePress(placed: Placed, { onDrag, onDrop, onOpen }: Pick<EntryMarkProps, 'onDrag' | 'onDrop' | 'onOpen'>) {
  const press = useRef<{ readonly grip: Grip; readonly x: number; moved: boolean; readonly end: AbortController } | undefined>(undefined);
  const wasDrag = useRef(false);
  const finish = (kept: boolean): void => {
    const { current } = press;
    if (current === undefined) return;
    current.end.abort();
    press.current = undefined;
    wasDrag.current = current.moved;
    if (current.moved) onDrop(kept);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLButtonElement>) => {
      if (event.button !== 0) return;
      event.stopPropagation();
      event.currentTarget.setPointerCapture(event.pointerId);
      const end = new AbortController();
      const x = event.clientX - event.currentTarget.getBoundingClientRect().left + placed.from;
      press.current = { grip: gripAt(placed, x), x: event.clientX, moved: false, end };
      wasDrag.current = false;
      window.addEventListener('keydown', (key) => key.key === 'Escape' && finish(false), { signal: end.signal, capture: true });
    },
    onPointerMove: (event: PointerEvent<HTMLButtonElement>) => {
      const { current } = press;
      if (current === undefined) return;
      if (!current.moved && Math.abs(event.clientX - current.x) < STILL) return;
      current.moved = true;
      onDrag(current.grip, event.clientX - current.x);
    },
    onPointerUp: () => finish(true),
    onPointerCancel: () => finish(false),
    onClick: (event: React.MouseEvent<HTMLButtonElement>) => {
      event.stopPropagation();
      if (!wasDrag.current) onOpen(event.currentTarget);
      wasDrag.current = false;
    },
  };
}

/** The part of a bar that a press at `x` px holds. */
function gripAt({ left, right, point }: Placed, x: number): Grip {
  if (point || right - left < STRETCHABLE) return 'move';
  if (Math.abs(x - left) <= GRIP) return 'start';
  return Math.abs(x - right) <= GRIP ? 'end' : 'move';
}
