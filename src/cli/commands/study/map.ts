/** `map`: loads against triggers, and which of them a system does not come back from. */
import type { Design } from '../../../design/document.ts';
import {
  type MapCell,
  type MapPlan,
  type MapRow,
  mapWords,
  type StabilityMap,
  stabilityMap,
  USUAL_MAP,
  usualLoads,
} from '../../../run/study/metastable.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { BAD_INPUT, Stop } from '../../output.ts';
import { columns, type StudyOptions, study, tookWords } from './study.ts';

export function mapCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const plan = planOf(design, options);
    let runs = 0;
    const map = await stabilityMap(design, plan, pool, (so) => {
      runs = so.done;
      watch(so);
    });
    return { json: (wallMs) => jsonOf(map, plan, runs, wallMs), text: (wallMs) => textOf(map, plan, runs, wallMs), code: 0 };
  });
}

function planOf(design: Design, { loads, triggers, slow }: StudyOptions): MapPlan {
  if (slow !== undefined && !design.nodes.some(({ id }) => id === slow)) throw new Stop(BAD_INPUT, `--slow: there is no part ${slow}.`);
  return {
    ...USUAL_MAP,
    loads: numbers('loads', loads) ?? usualLoads(design),
    sizes: numbers('triggers', triggers) ?? USUAL_MAP.sizes,
    trigger: slow === undefined ? USUAL_MAP.trigger : { sort: 'slow', node: slow },
  };
}

function numbers(name: string, text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const found = text.split(',').map(Number);
  if (found.length === 0 || found.length > 50 || found.some((value) => !(value > 0 && value <= 1000))) {
    throw new Stop(BAD_INPUT, `--${name}: numbers above 0 with commas between them, such as 0.5,1,1.5.`);
  }
  return [...new Set(found)].sort((a, b) => a - b);
}

function jsonOf({ sizes, rows }: StabilityMap, { trigger }: MapPlan, runs: number, wallMs: number): object {
  const cell = (one: MapCell | undefined) => one ?? null;
  const told = ({ load, calm, cells, recovery }: MapRow) => ({
    load,
    calm: cell(calm),
    cells: cells.map(cell),
    recovery: recovery ?? null,
  });
  return { runs, wallMs, trigger, sizes, rows: rows.map(told), finding: mapWords({ sizes, rows }) };
}

function textOf(map: StabilityMap, { trigger, lastsMs, settleMs }: MapPlan, runs: number, wallMs: number): string {
  const cell = (one: MapCell | undefined): string => (one === undefined ? '–' : `${one.state} ${formatQuantity(one.answered, 'ratio', 2)}`);
  const rows = map.rows.map(({ load, calm, cells, recovery }) => [
    formatQuantity(calm?.offered ?? 0, 'perSecond', 3),
    `×${load}`,
    cell(calm),
    ...cells.map(cell),
    recovery === undefined ? '' : recovery === null ? 'none' : formatQuantity(recovery.offered, 'perSecond', 3),
  ]);
  const what = trigger.sort === 'spike' ? 'More requests' : `${trigger.node} slower`;
  return [
    `${what} for ${lastsMs / 1000} s; then ${settleMs / 1000} s to settle, then the share answered of what is sent.`,
    '',
    columns([['sent', 'load', 'no trigger', ...map.sizes.map((size) => `×${size}`), 'recovers at'], ...rows]),
    '',
    mapWords(map),
    tookWords(runs, wallMs),
  ].join('\n');
}
