/** `structure`: single points of failure, what each part takes along, and availability as the drawing promises it against measurement. */
import { intervalTexts } from '../../../run/experiment/compare.ts';
import { type StructureResult, structureStudy, USUAL_STRUCTURE } from '../../../run/study/structure.ts';
import { valueText } from '../../../run/study/study.ts';
import { formatQuantity } from '../../../std/quantity.ts';
import { told } from '../../spread.ts';
import { columns, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function structureCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const plan = { ...USUAL_STRUCTURE, seeds: wholeOption('seeds', options.seeds, USUAL_STRUCTURE.seeds, 1, 100) };
    const found = await structureStudy(design, plan, pool, watch);
    const runs = found.blasts.length + plan.seeds;
    return { json: (wallMs) => jsonOf(found, runs, wallMs), text: (wallMs) => textOf(found, runs, wallMs), code: 0 };
  });
}

function jsonOf({ copy, classes, blasts }: StructureResult, runs: number, wallMs: number): object {
  return {
    runs,
    wallMs,
    copyUp: copy,
    classes: classes.map((one) => ({ ...one, measured: one.measured === undefined ? null : told(one.measured) })),
    blasts: blasts.map((one) => ({ ...one, measured: one.measured ?? null, ofAll: one.ofAll ?? null })),
  };
}

function textOf({ copy, classes, blasts }: StructureResult, runs: number, wallMs: number): string {
  const { mtbfMs, mttrMs } = USUAL_STRUCTURE;
  const available = classes.map((one) => {
    const { mean, half } = one.measured === undefined ? { mean: '–', half: undefined } : intervalTexts(one.measured, 'ratio');
    const points = one.singlePoints.length === 0 ? 'none' : one.singlePoints.join(', ');
    return [one.name, formatQuantity(one.promised, 'ratio', 4), half === undefined ? mean : `${mean} ± ${half}`, points, one.needs];
  });
  const lost = blasts.map((blast) => [
    blast.copies === 1 ? blast.name : `${blast.name} (all ${blast.copies})`,
    ...classes.map(({ id }) => `${valueText(blast.foretold[id] ?? 0, 'ratio')} / ${valueText(blast.measured?.[id] ?? null, 'ratio')}`),
    valueText(blast.ofAll ?? null, 'ratio'),
  ]);
  return [
    `Every copy fails every ${mtbfMs / 1000} s and is repaired in ${mttrMs / 1000} s: up ${formatQuantity(copy, 'ratio', 4)} of the time.`,
    '',
    columns([['class', 'promised', 'measured', 'single points', 'needs'], ...available], new Set([0, 3, 4])),
    '',
    'Lost while a part is down, as the drawing foretells / as measured:',
    columns([['part', ...classes.map(({ name }) => name), 'of all'], ...lost]),
    '',
    tookWords(runs, wallMs),
  ].join('\n');
}
