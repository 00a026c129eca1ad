/** `curve`: throughput against users at once, with the line of the Universal Scalability Law through it. */
import { curveWords, loadCurve, USUAL_CROWDS } from '../../../run/study/curve.ts';
import { valueText } from '../../../run/study/study.ts';
import { uslThroughput } from '../../../theory/usl.ts';
import { columns, type StudyOptions, study, tookWords } from './study.ts';

export function curveCommand(source: string | undefined, options: StudyOptions): Promise<number> {
  return study(source, options, async (design, pool, watch) => {
    const found = await loadCurve(design, USUAL_CROWDS, pool, watch);
    const { points, fit, peak } = found;
    const rows = points.map(({ users, throughput, meanMs, p99Ms, availability }) => [
      String(users),
      valueText(throughput, 'perSecond'),
      fit === undefined ? '–' : valueText(uslThroughput(users, fit.single, fit.alpha, fit.beta), 'perSecond'),
      valueText(meanMs, 'ms'),
      valueText(p99Ms, 'ms'),
      valueText(availability, 'ratio'),
    ]);
    const table = columns([['users', 'answered', 'fitted', 'mean', 'p99', 'share'], ...rows]);
    return {
      json: (wallMs) => ({
        runs: points.length,
        wallMs,
        points,
        fit: fit ?? null,
        peak: peak !== undefined && Number.isFinite(peak) ? peak : null,
      }),
      text: (wallMs) => [table, '', curveWords(found), tookWords(points.length, wallMs)].join('\n'),
      code: 0,
    };
  });
}
