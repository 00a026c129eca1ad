/** `cascade`: how one fault spreads, step by step. */
import { cascadeOf, stepWords } from '../../../run/study/cascade.ts';
import { USUAL_TIMES } from '../../../run/study/faulty.ts';
import { BAD_INPUT, Stop } from '../../output.ts';
import { chosenFaults, columns, type StudyOptions, study, tookWords } from './study.ts';

export function cascadeCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const [fault] = chosenFaults(design, options.faults);
    if (fault === undefined) throw new Stop(BAD_INPUT, 'Nothing in this design can fail.');
    const found = await cascadeOf(design, { fault, times: USUAL_TIMES }, pool, watch);
    const at = (ms: number): string => (Number.isFinite(ms) ? `${(ms / 1000).toFixed(1)} s` : 'the end');
    const rows = found.steps.map((step) => [at(step.fromMs), `to ${at(step.toMs)}`, stepWords(step, design)]);
    const steps = found.steps.map((step) => ({ ...step, toMs: Number.isFinite(step.toMs) ? step.toMs : null }));
    return {
      json: (wallMs) => ({ runs: 2, wallMs, fault: fault.id, words: fault.words, steps, digest: found.digest }),
      text: (wallMs) =>
        [
          `${fault.words} for ${USUAL_TIMES.lastsMs / 1000} s; times from then on`,
          '',
          rows.length === 0 ? 'Nothing else is otherwise than without it.' : columns(rows, new Set([1, 2])),
          '',
          tookWords(2, wallMs),
        ].join('\n'),
      code: 0,
    };
  });
}
