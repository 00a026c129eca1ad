/** Probes with their verdicts: each condition in each phase, with the figures that decided. */
import { Check, Minus, X } from 'lucide-react';
import { conditionWords } from '../../../src/design/condition-doc.ts';
import type { Design, ProbeEntry } from '../../../src/design/document.ts';
import { probeName } from '../../../src/design/schedule.ts';
import type { ProbeReport, ProbeVerdict } from '../../../src/run/report.ts';
import { formatQuantity } from '../../../src/std/quantity.ts';
import { clockText } from '../../ui/plot-area.ts';
import styles from './EventLogDialog.module.css';

const MARKS = { held: <Check aria-hidden="true" />, broken: <X aria-hidden="true" />, unknown: <Minus aria-hidden="true" /> } as const;
const WORDS: Readonly<Record<ProbeVerdict, string>> = { held: 'held', broken: 'broken', unknown: 'not enough seen' };

export function Verdicts({ probes, design }: { readonly probes: readonly ProbeReport[]; readonly design: Design }) {
  return probes.map((probe) => {
    const entry = design.scenario.timeline.find((one): one is ProbeEntry => one.type === 'probe' && one.id === probe.id);
    return (
      <section key={probe.id} className={styles['probe']} data-verdict={probe.verdict}>
        <h3>
          <span className={styles['mark']}>{MARKS[probe.verdict]}</span>
          {entry === undefined ? probe.name : probeName(entry, design)}
          <span className={styles['verdict']}>{WORDS[probe.verdict]}</span>
        </h3>
        <table>
          <thead>
            <tr>
              <th scope="col">Should hold</th>
              <th scope="col">Phase</th>
              <th scope="col">Verdict</th>
              <th scope="col">Held in</th>
              <th scope="col">Worst</th>
              <th scope="col">Broken at</th>
            </tr>
          </thead>
          <tbody>
            {probe.conditions.map((one) => (
              <tr key={`${one.text} ${one.phase}`} data-verdict={one.verdict}>
                <th scope="row">{one.text}</th>
                <td>{one.phase}</td>
                <td data-told="">{WORDS[one.verdict]}</td>
                <td>{one.heldShare === null ? '–' : formatQuantity(one.heldShare, 'ratio', 3)}</td>
                <td>{one.worst === null ? '–' : formatQuantity(one.worst, unitOf(one.text, entry, design), 3)}</td>
                <td>{one.brokenAtMs === null ? '–' : clockText(one.brokenAtMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {probe.recovery !== null && <p>{recoveryWords(probe.recovery)}</p>}
      </section>
    );
  });
}

/** The unit of the condition that reads so: reports carry words, documents the metric. */
function unitOf(text: string, entry: ProbeEntry | undefined, design: Design) {
  const found = entry?.hypothesis.find((one) => text.startsWith(conditionWords(one.metric, design)?.words ?? '\n'));
  return (found === undefined ? undefined : conditionWords(found.metric, design)?.unit) ?? 'count';
}

function recoveryWords({ withinMs, recoveries, longestMs, missedAtMs }: NonNullable<ProbeReport['recovery']>): string {
  const within = formatQuantity(withinMs, 'ms');
  const took = longestMs === null ? '' : ` The longest recovery took ${formatQuantity(longestMs, 'ms', 3)}.`;
  if (missedAtMs !== null) return `It had not recovered within ${within} at ${clockText(missedAtMs)}.${took}`;
  return recoveries === 0
    ? `May recover within ${within}; there was nothing to recover from.`
    : `Recovered within ${within} each time (${recoveries}).${took}`;
}
