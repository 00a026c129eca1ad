/**
 * The names that screen readers say for nodes, with their state. Brought up to date at most once a second and only where
 * they differ, straight on the elements: what is painted thirty times a second is read when somebody asks.
 */
import { type RefObject, useEffect } from 'react';
import { HEADER, NODE } from '../../src/run/frame.ts';
import { getDesign } from '../state/design-store.ts';
import { latestFrame } from '../state/run-store.ts';
import { scene } from './desk.ts';
import { countDown, nodeFigure } from './paint/face-paint.ts';
import { figure } from './words/figure.ts';
import { nodeName } from './words/names.ts';
import { toldAloud } from './words/told.ts';

const EVERY_MS = 1_000;

export function useSpokenNames(host: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const timer = setInterval(() => document.visibilityState === 'visible' && rename(host.current), EVERY_MS);
    return () => clearInterval(timer);
  }, [host]);
}

/** Gives every node on the page the name it has now. */
function rename(host: HTMLElement | null): void {
  const design = getDesign();
  for (const element of host?.querySelectorAll<HTMLElement>('.react-flow__node') ?? []) {
    const node = scene.node(element.dataset['id'] ?? '');
    if (node === undefined) continue;
    const name = spoken(node.doc.id);
    if (name !== undefined && element.getAttribute('aria-label') !== name) element.setAttribute('aria-label', name);
  }
  function spoken(id: string): string | undefined {
    const node = scene.node(id);
    const frame = latestFrame();
    if (node === undefined) return undefined;
    const running = frame !== undefined && node.index >= 0 && (frame.data[HEADER.timeMs] ?? 0) > 0;
    const figures = node.face.map(({ offset, unit, label }) => `${label} ${figure(nodeFigure(node, frame, offset), unit)}`.trim());
    return nodeName(design, node.doc, {
      running,
      instances: node.instances,
      down: countDown(node, frame),
      badge: node.badge,
      utilisation: nodeFigure(node, frame, NODE.utilisation),
      waiting: nodeFigure(node, frame, NODE.queue),
      figures: figures.filter((words) => !words.includes('–')).join(', '),
      expected: toldAloud(node.told),
    });
  }
}
