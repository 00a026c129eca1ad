/**
 * Connects the stage to the page: canvas elements, their size, the theme, reduced motion, the design, the run. Everything
 * that changes by the frame goes past React from here on.
 */
import { type RefObject, useEffect } from 'react';
import { getDesign, subscribeDesign } from '../state/design-store.ts';
import { latestEstimate, onEstimate } from '../state/estimates.ts';
import type { Frame } from '../state/frames.ts';
import { getRun, latestFrame, onFrame, series, subscribeRun } from '../state/run-store.ts';
import { getStory } from '../state/story-store.ts';
import { strikesShown } from '../state/strikes-shown.ts';
import { getView, subscribeView } from '../state/view-store.ts';
import { breakage } from './breakage.ts';
import { forgetGone } from './choosing.ts';
import { scene, sceneMoved, setStill, showExtras, stage } from './desk.ts';
import { readInk } from './paint/ink.ts';
import { Surface } from './paint/surface.ts';
import { traceOf } from './shape/trace.ts';

export interface Canvases {
  readonly host: RefObject<HTMLElement | null>;
  readonly links: RefObject<HTMLCanvasElement | null>;
  readonly dots: RefObject<HTMLCanvasElement | null>;
  readonly faces: RefObject<HTMLCanvasElement | null>;
}

/** Mounts the stage on three canvas elements within a host. */
export function useStage({ host, links, dots, faces }: Canvases): void {
  useEffect(() => {
    const [element, a, b, c] = [host.current, links.current, dots.current, faces.current];
    if (element === null || a === null || b === null || c === null) return;
    const ink = readInk(element);
    const unmount = stage.mount({ links: new Surface(a, ink.font), dots: new Surface(b, ink.font), faces: new Surface(c, ink.font) }, ink);
    const ends = [
      followSize(element),
      followTheme(element),
      followMotion(),
      followDesign(),
      followEstimate(),
      followRun(),
      followChoice(),
      unmount,
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [host, links, dots, faces]);
}

function followSize(element: HTMLElement): () => void {
  const resize = (): void => stage.resize(element.clientWidth, element.clientHeight, window.devicePixelRatio);
  const observer = new ResizeObserver(resize);
  observer.observe(element);
  resize();
  return () => observer.disconnect();
}

function followTheme(element: HTMLElement): () => void {
  const dress = (): void => stage.dress(readInk(element));
  const observer = new MutationObserver(dress);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme', 'class', 'style'] });
  void document.fonts.ready.then(dress);
  return () => observer.disconnect();
}

function followMotion(): () => void {
  const query = window.matchMedia('(prefers-reduced-motion: reduce)');
  const follow = (): void => setStill(query.matches);
  query.addEventListener('change', follow);
  follow();
  return () => query.removeEventListener('change', follow);
}

function followDesign(): () => void {
  const follow = (): void => {
    scene.follow(getDesign());
    forgetGone();
    sceneMoved();
  };
  follow();
  return subscribeDesign(follow);
}

/** Predictions, as long as they are wanted; they are painted only where nothing is measured yet. */
function followEstimate(): () => void {
  const follow = (): void => {
    scene.foretell(getView().estimates ? latestEstimate() : undefined);
    stage.repaint();
  };
  follow();
  const ends = [onEstimate(follow), subscribeView(({ estimates }, before) => estimates !== before.estimates && follow())];
  return () => {
    for (const end of ends) end();
  };
}

function followRun(): () => void {
  let version = -1;
  stage.onNumbers = (frame) => {
    if (frame === undefined) rest();
    else {
      if (series.version !== version) traces(frame);
      version = series.version;
      stage.extras = { ...stage.extras, cuts: breakage(scene, frame, strikesShown(getDesign(), getStory().struck)) };
    }
  };
  const follow = (): void => {
    scene.compile(getRun().shape);
    version = -1;
    stage.show(latestFrame());
  };
  follow();
  const ends = [onFrame((frame) => stage.show(frame)), subscribeRun(({ shape }, before) => shape !== before.shape && follow())];
  return () => {
    for (const end of ends) end();
  };
}

function followChoice(): () => void {
  const follow = (): void => {
    const { nodes, links } = getView().selection;
    const touching = nodes.length === 0 ? [] : getDesign().links.filter(({ from, to }) => nodes.includes(from) || nodes.includes(to));
    showExtras({ selected: new Set(links), touching: new Set(touching.map(({ id }) => id)) });
  };
  follow();
  return subscribeView(({ selection }, before) => selection !== before.selection && follow());
}

/** Nothing runs: no badges, no traces. */
function rest(): void {
  for (const node of scene.nodes) {
    node.badge = '';
    node.traceTop = Number.NaN;
  }
  stage.extras = { ...stage.extras, cuts: [] };
}

/** Times where a node answers calls, else how busy it is. */
function traces({ shape }: Frame): void {
  for (const node of scene.nodes) {
    if (!node.seen || node.index < 0) continue;
    node.traceTop = traceOf(series.nodeColumn(node.index, 'p99'), shape.windowMs, node.trace);
    if (!(node.traceTop > 0)) node.traceTop = traceOf(series.nodeColumn(node.index, 'utilisation'), shape.windowMs, node.trace);
  }
}
