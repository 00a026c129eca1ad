/** What stands in each pane. One line for each, so that the shell knows the panes by name and nothing else about them. */
import type { ComponentType } from 'react';
import { Canvas } from '../canvas/Canvas.tsx';
import { Palette } from '../canvas/Palette.tsx';
import { ChartsPane } from '../panels/ChartsPane.tsx';
import { Inspector } from '../panels/Inspector.tsx';
import { Timeline } from '../timeline/Timeline.tsx';

export const SLOTS = {
  Parts: Palette,
  Canvas,
  Inspector,
  Timeline,
  Charts: ChartsPane,
} as const satisfies Record<string, ComponentType>;

export type SlotName = keyof typeof SLOTS;
