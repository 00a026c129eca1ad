/** A report in a few lines of words, for a terminal. */
import type { Design } from '../design/document.ts';
import { intervalTexts } from '../run/experiment/compare.ts';
import type { Report } from '../run/report.ts';
import { runSummary } from '../run/run-summary.ts';
import type { Interval } from '../stats/confidence.ts';
import { formatQuantity } from '../std/quantity.ts';

export function summary(
  report: Report,
  design: Design,
  batches: Interval,
  replay: { expected: string; identical: boolean } | undefined,
): string {
  const { total, consistency } = report;
  const lines = [
    `${design.title}: ${formatQuantity(report.simulatedMs, 'ms')} simulated, ${report.events} events in ${formatQuantity(report.wallMs, 'ms')}, seed ${report.seed}`,
    `${total.requests} requests, ${share(total.ok, total.requests)} answered, ${formatQuantity(total.throughput, 'perSecond')}`,
    `latency p50 ${ms(total.latencyMs.p50)}, p95 ${ms(total.latencyMs.p95)}, p99 ${ms(total.latencyMs.p99)}, max ${ms(total.latencyMs.max)}`,
  ];
  const { mean, half } = intervalTexts(batches, 'ms');
  if (half !== undefined)
    lines.push(`mean latency ${mean} ± ${half} (95 %, from ${batches.n} batches of this one run; --seeds K tells more)`);
  const causes = Object.entries(total.causes).sort((a, b) => b[1] - a[1]);
  if (causes.length > 0) lines.push(`failed: ${causes.map(([cause, count]) => `${count} × ${cause}`).join(', ')}`);
  if (consistency.reads > 0) {
    lines.push(
      `${share(consistency.staleReads, consistency.reads)} of ${consistency.reads} reads stale, ${consistency.lostAcknowledgedWrites} acknowledged writes lost`,
    );
    lines.push(...modelLines(consistency.checked));
  }
  const { perHour, perMillionOk } = report.cost;
  if (perHour !== null && perHour > 0) {
    const million = perMillionOk === null ? '' : `, ${formatQuantity(perMillionOk, 'usd')} per million answered`;
    lines.push(`cost ${formatQuantity(perHour, 'usd')} an hour${million}`);
  }
  for (const o of report.objectives) lines.push(`${o.met ? 'met' : 'MISSED'}: ${o.text} (${o.value ?? 'not measured'})`);
  lines.push(...probeLines(report.probes));
  lines.push('', runSummary(report, design), '');
  lines.push(replay === undefined ? `digest ${report.digest}` : replayLine(report, replay));
  return lines.join('\n');
}

/** What became of each probe, and why. */
function probeLines(probes: Report['probes']): string[] {
  return probes.map(({ name, id, verdict, conditions, recovery }) => {
    const broken = conditions.filter((one) => one.verdict === 'broken').map(({ text, phase }) => `${text} (${phase})`);
    const late = recovery !== null && recovery.missedAtMs !== null ? ['not recovered in time'] : [];
    const took = recovery?.longestMs == null ? '' : `, recovered in ${ms(recovery.longestMs)}`;
    const because = [...broken, ...late].join('; ');
    return `probe ${name || id}: ${verdict === 'unknown' ? 'not enough seen' : verdict}${because === '' ? '' : `: ${because}`}${took}`;
  });
}

/** Which models held and which did not, and the smallest thing that contradicts the strongest of those that did not. */
function modelLines(checked: Report['consistency']['checked']): string[] {
  const named = (state: string) => checked?.models.filter((model) => model.state === state).map(({ name }) => name.toLowerCase()) ?? [];
  const lines = (['held', 'violated'] as const).flatMap((state) => {
    const names = named(state);
    return names.length === 0 ? [] : [`${state}: ${names.join(', ')}`];
  });
  const unknown = named('unknown');
  if (unknown.length > 0) lines.push(`not enough data: ${unknown.join(', ')}`);
  const example = checked?.models.find((model) => model.example !== null)?.example;
  return example == null ? lines : [...lines, `  ${example.sentence} ${example.because}`.trimEnd()];
}

function replayLine(report: Report, replay: { expected: string; identical: boolean }): string {
  if (replay.identical) return `digest ${report.digest}: replayed identically`;
  return `digest ${report.digest}: DIVERGED from ${replay.expected}`;
}

function ms(value: number | null): string {
  return value === null ? 'none' : formatQuantity(value, 'ms');
}

function share(part: number, whole: number): string {
  return whole === 0 ? 'none' : formatQuantity(part / whole, 'ratio');
}
