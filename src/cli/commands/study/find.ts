/** `find`: the smallest set of faults that breaks an objective, as a link that shows it. */

import type { Design } from '../../../design/document.ts';
import { encodeLink } from '../../../design/share/link.ts';
import { ENGINE_VERSION } from '../../../run/session.ts';
import { strikesAt } from '../../../run/study/faulty.ts';
import { entryWords, type FindPlan, type FindResult, findDesign, findFaults, USUAL_FIND } from '../../../run/study/find.ts';
import { valueText } from '../../../run/study/study.ts';
import { BAD_INPUT, MISSED, Stop } from '../../output.ts';
import { chosenFaults, type StudyOptions, study, tookWords, wholeOption } from './study.ts';

export function findCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const objective = objectiveNamed(design, options.objective);
    const mostRuns = wholeOption('runs', options.runs, USUAL_FIND.mostRuns, 2, 100_000);
    const plan: FindPlan = { ...USUAL_FIND, faults: chosenFaults(design, options.faults), mostRuns, objective };
    const found = await findFaults(design, plan, pool, watch);
    return {
      json: (wallMs) => jsonOf(design, found, wallMs),
      text: (wallMs) => textOf(design, found, wallMs),
      code: options.objectives === true && (found.ended === 'found' || found.ended === 'already') ? MISSED : 0,
    };
  });
}

function objectiveNamed(design: Design, id: string | undefined): string | undefined {
  const ids = design.scenario.objectives.map((o) => o.id);
  if (id === undefined || ids.includes(id)) return id;
  throw new Stop(
    BAD_INPUT,
    `--objective: there is no ${id}.${ids.length === 0 ? ' The design has no objectives of its own.' : ` Use ${ids.join(', ')}.`}`,
  );
}

function linkOf(design: Design, { found, objectives }: FindResult): string | undefined {
  if (found === undefined) return undefined;
  return `#${encodeLink({ design: findDesign(design, found.entries, objectives), digest: found.digest, engine: ENGINE_VERSION })}`;
}

function jsonOf(design: Design, result: FindResult, wallMs: number): object {
  const { ended, runs, goals, log, found } = result;
  return {
    ended,
    runs,
    wallMs,
    goals,
    log,
    faults: found?.entries ?? [],
    verdicts: found?.verdicts ?? [],
    link: linkOf(design, result) ?? null,
  };
}

function textOf(design: Design, result: FindResult, wallMs: number): string {
  const { ended, runs, goals, log, found } = result;
  const took = tookWords(runs, wallMs);
  if (ended === 'already') return `An objective is missed without any fault.\n${took}`;
  if (found === undefined) return `Nothing that was tried breaks an objective.\n${took}`;
  const from = strikesAt(design);
  const missed = found.verdicts.flatMap(({ met, value }, i) =>
    met ? [] : [`missed: ${goals[i]?.text ?? ''} (${valueText(value, goals[i]?.unit ?? 'count')})`],
  );
  return [...log, '', ...found.entries.map((entry) => entryWords(entry, from)), ...missed, linkOf(design, result) ?? '', took].join('\n');
}
