/**
 * The machines of a link's policy at work: the breaker's three states with the present one marked, the share of failures against
 * its limit, and how full pool, bulkhead and budget are. All of it is painted from frames; React draws the frame around it once.
 */
import { useCallback, useMemo, useRef } from 'react';
import type { LinkDoc } from '../../../src/design/document.ts';
import { LINK_PARAMETERS } from '../../../src/engine/policy/link-parameters.ts';
import { valuesOf } from '../../../src/std/parameter.ts';
import type { Frame } from '../../state/frames.ts';
import { Section } from '../Section.tsx';
import styles from './PolicyState.module.css';
import { useLivePaint, write } from './paint.ts';
import { breakerView, levelsOf, type PolicyLimits } from './policy-state.ts';

const STATES = ['closed', 'open', 'half-open'] as const;
const LEVELS = [
  ['pool', 'Pool', 'Connections in use, of all copies of the caller together.'],
  ['bulkhead', 'Bulkhead', 'Calls inside, of all copies of the caller together.'],
  ['budget', 'Budget', 'Retries saved up; each call adds its share, each retry takes one.'],
] as const;

export function PolicyState({ link, index }: { readonly link: LinkDoc; readonly index: number }) {
  const limits = useMemo(() => limitsOf(link), [link]);
  const levels = useMemo(() => LEVELS.filter(([id]) => stands(link, id)), [link]);
  const root = useRef<HTMLDivElement>(null);
  const paint = useCallback(
    (frame: Frame) => {
      if (root.current === null) return;
      paintBreaker(root.current, frame, index, limits);
      paintLevels(root.current, frame, index);
    },
    [index, limits],
  );
  useLivePaint(paint);
  if (!limits.breaker && levels.length === 0) return null;
  return (
    <Section title="Policy at work">
      <div ref={root}>
        {limits.breaker && <BreakerFigure />}
        {levels.map(([id, label, help]) => (
          <div key={id} className={styles['level']} data-level={id} title={help}>
            <span className={styles['label']}>{label}</span>
            <span className={styles['bar']} aria-hidden="true">
              <span className={styles['fill']} data-fill="" />
            </span>
            <span className={styles['value']} data-words="">
              –
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Three states in a row; from the last one leads back to the first, or to the second. */
function BreakerFigure() {
  return (
    <div className={styles['breaker']} data-breaker="">
      <ol className={styles['states']} aria-label="States of the breaker">
        {STATES.map((state) => (
          <li key={state} className={styles['state']} data-state={state}>
            {state}
          </li>
        ))}
      </ol>
      <div className={styles['gauge']} aria-hidden="true">
        <span className={styles['fill']} data-fill="" />
        <span className={styles['limit']} data-limit="" />
      </div>
      <p className={styles['words']} data-words="">
        No call yet.
      </p>
    </div>
  );
}

function paintBreaker(root: HTMLElement, frame: Frame, index: number, limits: PolicyLimits): void {
  const box = root.querySelector<HTMLElement>('[data-breaker]');
  const view = breakerView(frame, index, limits);
  if (box === null || view === undefined) return;
  for (const state of box.querySelectorAll('[data-state]')) {
    if (state.getAttribute('data-state') === view.state) state.setAttribute('aria-current', 'step');
    else state.removeAttribute('aria-current');
  }
  box.dataset['breaker'] = view.state;
  scale(box.querySelector('[data-fill]'), view.share);
  const limit = box.querySelector<HTMLElement>('[data-limit]');
  if (limit !== null) {
    limit.hidden = view.limit === undefined;
    limit.style.insetInlineStart = `${Math.min(1, view.limit ?? 1) * 100}%`;
  }
  write(box.querySelector('[data-words]'), view.words);
}

function paintLevels(root: HTMLElement, frame: Frame, index: number): void {
  for (const level of levelsOf(frame, index)) {
    const row = root.querySelector<HTMLElement>(`[data-level="${level.id}"]`);
    if (row === null) continue;
    row.toggleAttribute('data-tight', level.tight);
    scale(row.querySelector('[data-fill]'), level.filled);
    write(row.querySelector('[data-words]'), level.words);
  }
}

function scale(bar: Element | null, share: number): void {
  if (bar instanceof HTMLElement) bar.style.transform = `scaleX(${Math.max(0, Math.min(1, share)) || 0})`;
}

function limitsOf(link: LinkDoc): PolicyLimits {
  const values = valuesOf(LINK_PARAMETERS, link.params);
  return {
    breaker: values.breaker,
    opensAt: values.breakerRate,
    slowAt: values.breakerSlow > 0 ? values.breakerSlowRate : undefined,
    byCopy: values.breakerFor === 'copy',
    openMs: values.breakerOpen,
  };
}

/** Whether the settings put such a level there. */
function stands(link: LinkDoc, id: (typeof LEVELS)[number][0]): boolean {
  const { pool, bulkhead, retries, retryBudget } = valuesOf(LINK_PARAMETERS, link.params);
  return id === 'pool' ? pool > 0 : id === 'bulkhead' ? bulkhead > 0 : retries > 0 && retryBudget > 0;
}
