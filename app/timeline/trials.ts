/** New entries that try a design out, as they are offered: with settings that mean something at once, to be changed in their popover. */
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { freeId } from '../../src/design/fresh.ts';
import { FAULTS } from '../../src/faults/index.ts';
import type { Words } from './entry-words.ts';
import { faultsAt } from './targets.ts';

export type Trial = 'chaos' | 'wear' | 'stop' | 'probe';

export const TRIALS: readonly { readonly trial: Trial; readonly label: string }[] = [
  { trial: 'probe', label: 'Probe: what should hold' },
  { trial: 'chaos', label: 'Random faults' },
  { trial: 'wear', label: 'Background failures' },
  { trial: 'stop', label: 'Stop or pause when …' },
];

/** undefined where nothing that is drawn could be hit. */
export function newTrial(trial: Trial, { design, kindOf }: Words, at: number): TimelineEntry | undefined {
  const id = freeId(new Set(design.scenario.timeline.map((entry) => entry.id)), trial);
  const { durationMs } = design.scenario;
  switch (trial) {
    case 'stop':
      return {
        type: 'stop',
        id,
        at: 0,
        when: { metric: 'availability', class: '', bound: 'below', value: 0.5, for: 2_000 },
        does: 'pause',
      };
    case 'probe':
      return {
        type: 'probe',
        id,
        at: 0,
        name: '',
        hypothesis: [
          { metric: 'availability', class: '', bound: 'least', value: 0.99, phases: ['before', 'after'] },
          { metric: 'latency.p99', class: '', bound: 'most', value: 500, phases: ['before', 'after'] },
        ],
        recoverWithin: 5_000,
      };
    default: {
      const parts = crashable(design, kindOf);
      const [first] = parts;
      if (first === undefined) return undefined;
      if (trial === 'wear')
        return { type: 'wear', id, at: 0, target: first, mtbf: Math.max(1_000, durationMs / 3), mttr: Math.max(500, durationMs / 20) };
      const lasting = durationMs - at > 0 ? { duration: Math.round((durationMs - at) / 2_000) * 1_000 || durationMs - at } : {};
      return { type: 'chaos', id, at, ...lasting, perMinute: 10, lasts: 4_000, most: 1, faults: ['crash', 'slow'], targets: parts };
    }
  }
}

/** Parts that may crash and be slow. */
function crashable(design: Design, kindOf: Words['kindOf']): readonly string[] {
  return design.nodes.flatMap(({ id }) => {
    const faults = faultsAt(id, design, FAULTS, kindOf).map(({ fault }) => fault.id);
    return faults.includes('crash') && faults.includes('slow') ? [id] : [];
  });
}
