/**
 * The prediction for the design on the canvas, kept up to date while it is edited: at most once a frame, and for a design so
 * large that it takes longer, once the hand rests. Only who listens causes it to be reckoned; moving parts about does not.
 */
import { useSyncExternalStore } from 'react';
import type { Design, NodeDoc } from '../../src/design/document.ts';
import { type Estimate, estimate } from '../../src/run/estimate.ts';
import { getDesign, subscribeDesign } from './design-store.ts';

/** What takes longer than this waits until nothing was changed for so long, ms (chosen: half a frame; a pause of the hand). */
const QUICK_MS = 8;
const REST_MS = 200;

let told: Estimate | undefined;
let of: Design | undefined;
let cost = 0;
let scheduled = false;
let timer: ReturnType<typeof setTimeout> | undefined;
let end: (() => void) | undefined;
const listeners = new Set<() => void>();

/** The prediction last reckoned; it may be a frame behind the design. */
export function latestEstimate(): Estimate | undefined {
  return told;
}

/** Calls back when there is a new prediction. @returns a function that ends it. */
export function onEstimate(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) end = subscribeDesign(later);
  if (of !== getDesign()) later();
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) end?.();
  };
}

/** The prediction for the present design; renders anew when it changes, which is never by the frame of a run. */
export function useEstimate(): Estimate | undefined {
  return useSyncExternalStore(onEstimate, latestEstimate);
}

function later(): void {
  if (cost > QUICK_MS) {
    clearTimeout(timer);
    timer = setTimeout(reckon, REST_MS);
  } else if (!scheduled) {
    scheduled = true;
    requestAnimationFrame(reckon);
  }
}

function reckon(): void {
  scheduled = false;
  const design = getDesign();
  if (of !== undefined && told !== undefined && sameSystem(of, design)) {
    of = design;
    return;
  }
  const start = performance.now();
  of = design;
  told = estimate(design);
  cost = performance.now() - start;
  for (const listener of listeners) listener();
}

/** Whether two designs differ at most in where their parts stand on the canvas. */
export function sameSystem(a: Design, b: Design): boolean {
  if (a === b) return true;
  if (a.links !== b.links || a.classes !== b.classes || a.scenario !== b.scenario || a.nodes.length !== b.nodes.length) return false;
  return a.nodes.every((node, i) => node === b.nodes[i] || sameButPlace(node, b.nodes[i]));
}

function sameButPlace(a: NodeDoc, b: NodeDoc | undefined): boolean {
  if (b === undefined) return false;
  return a.id === b.id && a.kind === b.kind && a.name === b.name && a.params === b.params && a.region === b.region && a.zones === b.zones;
}
