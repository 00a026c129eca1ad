/** `why`: why a run was slow or failed, in a stretch or in its worst one, in words or as JSON. */

import type { Design } from '../../design/document.ts';
import { LEAST_STRETCH_MS, whyOf } from '../../run/why/inquiry.ts';
import type { Stretch } from '../../run/why/observe.ts';
import { KIND_WORDS, placeOfTail, whyLines } from '../../run/why/told.ts';
import type { Why } from '../../run/why/why.ts';
import { formatQuantity } from '../../std/quantity.ts';
import { readInput } from '../input.ts';
import { BAD_INPUT, print, printJson, Stop } from '../output.ts';
import { execute } from './execute.ts';
import { type RunOptions, withOptions } from './options.ts';

interface WhyOptions extends RunOptions {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Hops told at most. */
const HOPS = 6;

/** The command; its exit code. */
export function whyCommand(source: string | undefined, options: WhyOptions): number {
  const design = withOptions(readInput(source).design, options);
  const stretch = stretchOf(options, design);
  const { session } = execute(design);
  const why = whyOf(session, stretch);
  if (options.json) printJson(why);
  else print([...whyLines(why, design), ...tailLines(why, design)].join('\n'));
  return 0;
}

function stretchOf({ from, to }: WhyOptions, { scenario }: Design): Stretch | undefined {
  if (from === undefined && to === undefined) return undefined;
  const stretch = { fromMs: moment('--from', from ?? '0'), toMs: moment('--to', to ?? String(scenario.durationMs)) };
  if (stretch.toMs - stretch.fromMs < LEAST_STRETCH_MS)
    throw new Stop(BAD_INPUT, `--to must lie at least ${LEAST_STRETCH_MS} ms after --from.`);
  if (stretch.fromMs >= scenario.durationMs) throw new Stop(BAD_INPUT, `--from ${from}: the run ends at ${scenario.durationMs} ms.`);
  return stretch;
}

function moment(option: string, text: string): number {
  const ms = Number(text);
  if (!Number.isFinite(ms) || ms < 0 || text.trim() === '')
    throw new Stop(BAD_INPUT, `${option} ${text}: give milliseconds from the beginning of the run.`);
  return ms;
}

function tailLines({ tail }: Why, design: Design): readonly string[] {
  if (tail === null) return [];
  const ms = (value: number) => formatQuantity(value, 'ms', 3);
  const was = tail.before === null ? '' : `, ${ms(tail.before.meanMs)} before`;
  const hops = tail.parts.slice(0, HOPS).map((part) => {
    const before = part.beforeMs === null ? '' : `, ${ms(part.beforeMs)} before`;
    return `  ${ms(part.ms)} ${KIND_WORDS[part.kind]}, ${placeOfTail(part, design)}${before}`;
  });
  return [`The slowest ${tail.requests} traced requests took ${ms(tail.meanMs)} on average${was}:`, ...hops];
}
