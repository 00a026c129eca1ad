/**
 * A slider over the range of a number, for values that can be turned during a run. One scrub, from press to release, is one gesture. The
 * browser's own range control does the pointing, so that keys, touch and assistive technology work as people know them.
 */
import { useRef } from 'react';
import { newGesture, useBurst } from '../gesture.ts';
import { type NumberRange, showEntry, stepEntry } from './number-entry.ts';
import styles from './Slider.module.css';
import { sliderScale } from './slider-scale.ts';

/** Positions along the way (chosen: finer than a pane is wide). */
const STEPS = 1000;

export interface SliderProps {
  readonly label: string;
  readonly range: NumberRange;
  readonly value: number;
  readonly onChange: (value: number, gesture: string) => void;
}

export function Slider({ label, range, value, onChange }: SliderProps) {
  const scale = sliderScale(range);
  const scrub = useRef<string | undefined>(undefined);
  const burst = useBurst(`slide-${label}`);
  const at = Math.round(scale.toPosition(value) * STEPS);
  const begin = (): void => {
    scrub.current = newGesture(`scrub-${label}`);
  };
  const end = (): void => {
    scrub.current = undefined;
  };
  const move = (position: number): void => {
    const key = scrub.current === undefined && Math.abs(position - at) === 1;
    // One position may be less than the value's grain, or much more: a key takes the same step as in the number's field.
    const next = key ? stepEntry(value, position > at ? 1 : -1, range) : scale.toValue(position / STEPS);
    if (next !== value) onChange(next, scrub.current ?? burst());
  };
  return (
    <input
      type="range"
      className={styles['slider']}
      aria-label={`${label}, slider`}
      aria-valuetext={showEntry(value, range)}
      min={0}
      max={STEPS}
      step={1}
      value={at}
      ref={(element) => element?.style.setProperty('--at', `${at / STEPS}`)}
      onPointerDown={begin}
      onPointerUp={end}
      onPointerCancel={end}
      onChange={(event) => move(event.target.valueAsNumber)}
    />
  );
}
