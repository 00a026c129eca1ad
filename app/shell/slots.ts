/**
 * What stands in each pane. One line for each, so that the shell knows the panes by name and nothing else about them. The
 * canvas comes with the page; the panes around it are fetched at the same time and appear a moment later.
 */
import { type ComponentType, lazy } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { Palette } from '../canvas/Palette.tsx';

const inspector = import('../panels/Inspector.tsx');
const timeline = import('../timeline/Timeline.tsx');
const charts = import('../panels/ChartsPane.tsx');

export const SLOTS = {
  Parts: Palette,
  Canvas,
  Inspector: lazy(async () => ({ default: (await inspector).Inspector })),
  Timeline: lazy(async () => ({ default: (await timeline).Timeline })),
  Charts: lazy(async () => ({ default: (await charts).ChartsPane })),
} as const satisfies Record<string, ComponentType>;

export type SlotName = keyof typeof SLOTS;
