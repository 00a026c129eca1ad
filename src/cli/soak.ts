/**
 * The soak: a day of a shop that something strikes every ten minutes, run in slices, with a frame written every few slices as
 * for a page. The heap is looked at every ten simulated minutes, after a full collection, and must not grow once the run
 * is warm. `npm run soak`; `-- --rate N` for other than 30 requests a second, `-- --json` for the samples.
 */
import process from 'node:process';
import { parseArgs } from 'node:util';
import { read } from '../design/read.ts';
import { Session } from '../run/session.ts';
import { reportOf } from '../run/verdict.ts';
import { NS_PER_MS } from '../std/units.ts';
import { DAY_MS, stricken } from './memory/designs.ts';
import { needed } from './memory/heap.ts';
import { print, printJson } from './output.ts';

const EVERY_MS = 600_000;
/** By then every sort of strike has come three times: columns have grown to their size, and what runs often is compiled. */
const WARM_MS = 6 * 3_600_000;
/** Growth per ten simulated minutes of the warm part, as a share of the heap: the fitted line's. */
const MOST_SLOPE = 0.01;
/**
 * Growth over the whole warm part, 18 hours: the mean of its last hour against that of its first. Heap snapshots at both
 * ends differ by the chart windows (at most 300 of them) and by the machine code of what runs seldom, and by nothing else.
 */
const MOST_GROWTH = 0.05;
/** A frame is written after so many slices of the session. */
const SLICES_A_FRAME = 16;
const SAMPLES_AN_HOUR = 6;

interface Sample {
  readonly simulatedMs: number;
  readonly bytes: number;
}

interface Soaked {
  readonly samples: readonly Sample[];
  readonly beforeBytes: number;
  readonly events: number;
  readonly requests: number;
  readonly frames: number;
  readonly digest: string;
  readonly seconds: number;
}

function soak(rate: number): Soaked {
  const from = performance.now();
  const design = read(stricken(rate));
  if (!design.ok) throw new Error(design.error.map(({ place, message }) => `${place}: ${message}`).join('\n'));
  const session = new Session(design.value);
  const frame = new Float64Array(session.layout.length);
  const status = { state: 'playing', durationMs: DAY_MS, speed: 1, epoch: 1 } as const;
  const beforeBytes = needed();
  const samples: Sample[] = [];
  let frames = 0;
  while (!session.finished) {
    let slices = 0;
    session.advance(Math.min(session.end, (samples.length + 1) * EVERY_MS * NS_PER_MS), () => ++slices < SLICES_A_FRAME);
    session.writer.write(frame, status, session.recorder.windows);
    frames++;
    if (session.now >= (samples.length + 1) * EVERY_MS * NS_PER_MS) samples.push({ simulatedMs: session.now / NS_PER_MS, bytes: needed() });
  }
  const seconds = (performance.now() - from) / 1000;
  const { halted } = session.compiled.sim;
  if (halted !== undefined) throw new Error(`The run stopped early: ${halted}`);
  const report = reportOf(session, seconds * 1000);
  return { samples, beforeBytes, events: report.events, requests: report.total.requests, frames, digest: report.digest, seconds };
}

/** The least-squares line through the samples, in bytes per sample. */
function slope(values: readonly number[]): number {
  const n = values.length;
  const middle = (n - 1) / 2;
  const average = mean(values);
  let up = 0;
  let across = 0;
  for (const [i, value] of values.entries()) {
    up += (i - middle) * (value - average);
    across += (i - middle) * (i - middle);
  }
  return up / across;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

const { values } = parseArgs({ options: { rate: { type: 'string', default: '30' }, json: { type: 'boolean', default: false } } });
const soaked = soak(Number(values.rate));
const warm = soaked.samples.filter(({ simulatedMs }) => simulatedMs > WARM_MS).map(({ bytes }) => bytes);
const [first, last] = [mean(warm.slice(0, SAMPLES_AN_HOUR)), mean(warm.slice(-SAMPLES_AN_HOUR))];
const growth = last / first - 1;
const perSample = slope(warm) / first;
const held = growth <= MOST_GROWTH && perSample <= MOST_SLOPE;

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`;
const percent = (share: number) => `${(share * 100).toFixed(3)} %`;
if (values.json) printJson({ ...soaked, firstBytes: first, lastBytes: last, growth, perSample, held });
else {
  const { events, requests, frames, digest, seconds } = soaked;
  print(
    `${DAY_MS / 3_600_000} h simulated in ${seconds.toFixed(0)} s: ${events} events, ${requests} requests, ${frames} frames, digest ${digest}`,
  );
  for (const { simulatedMs, bytes } of soaked.samples.filter((_, i) => i % (2 * SAMPLES_AN_HOUR) === 0)) {
    print(`  ${(simulatedMs / 3_600_000).toFixed(1).padStart(5)} h  ${mb(bytes)}`);
  }
  print(
    `heap before the run ${mb(soaked.beforeBytes)}, warm ${mb(first)} (lowest ${mb(Math.min(...warm))}, highest ${mb(Math.max(...warm))}), at the end ${mb(last)}`,
  );
  print(
    `growth over ${(DAY_MS - WARM_MS) / 3_600_000} h ${percent(growth)} (bound ${percent(MOST_GROWTH)}), per 10 min ${percent(perSample)} (bound ${percent(MOST_SLOPE)})`,
  );
  print(held ? 'The heap holds still.' : 'THE HEAP GROWS.');
}
if (!held) process.exitCode = 1;
