/** What stands in each pane. One line for each, so that the shell knows the panes by name and nothing else about them. */
import type { ReactNode } from 'react';

export const SLOTS = {
  Parts: () => null as ReactNode,
  Canvas: () => null as ReactNode,
  Inspector: () => null as ReactNode,
  Timeline: () => null as ReactNode,
  Charts: () => null as ReactNode,
} as const;

export type SlotName = keyof typeof SLOTS;
