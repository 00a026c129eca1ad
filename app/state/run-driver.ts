/**
 * The driver: keeps the worker in step with the design. An edit is loaded, or exchanged on the timeline of the run in
 * progress; a worker that breaks is started anew and told the design again. The document never depends on any of it.
 */

import type { Stop } from '../../src/design/breakpoint-doc.ts';
import type { Design, TimelineEntry } from '../../src/design/document.ts';
import { HEADER, type RunState } from '../../src/run/frame.ts';
import type { Report } from '../../src/run/report.ts';
import type { Story } from '../../src/run/story-report.ts';
import type { Stretch } from '../../src/run/why/observe.ts';
import type { EngineClient, StartEngine } from '../../src/worker/client.ts';
import type { ConsistencySoFar, EngineFailure, TracedCell, TracesSoFar, UnstampedEntry, WhySoFar } from '../../src/worker/protocol.ts';
import { claimCommands, commit, getDesign, subscribeDesign } from './design-store.ts';
import { EngineLink } from './engine-link.ts';
import { FramePump } from './frames.ts';
import { lapsedChanges } from './in-force.ts';
import { isLive, LiveChanges, type SetParam } from './live.ts';
import { stampedAt } from './past-edit.ts';
import { expect, judge } from './replay.ts';
import { runEffect } from './run-effect.ts';
import { runState, setRun } from './run-state.ts';
import { specOf } from './specs.ts';
import { setView } from './view-store.ts';

type Service = EngineClient['service'];

/** Restarts in a row, without a single frame between them, after which a person has to ask for the next. */
const MOST_RESTARTS = 2;

let link: EngineLink | undefined;
let queue: Promise<unknown> = Promise.resolve();
let loadQueued = false;
let recording = false;
let restarts = 0;

export const pump = new FramePump({
  pull: (buffer, have, at) => link?.pull(buffer, have, at),
  nextScreenFrame: (then) => requestAnimationFrame(then),
  nowMs: () => performance.now(),
  onState: follow,
});

const live = new LiveChanges({
  inject,
  record,
  design: getDesign,
  onPending: (pending) => setRun({ pending }),
  later: (then, ms) => setTimeout(then, ms),
});

/** Simulated time shown now, in ms. */
export function simulatedMs(): number {
  return pump.latest()?.data[HEADER.timeMs] ?? 0;
}

/** Whether the simulation stands between its beginning and its end. */
export function inProgress(): boolean {
  const { state } = runState.getState();
  return pump.at !== undefined || state === 'playing' || state === 'catching-up' || (state === 'paused' && simulatedMs() > 0);
}

/** Starts the worker and follows the design from now on. Called once, by main; the clock is handed in for tests. */
export function startRun(start: StartEngine, every = everyInterval, seen = () => document.visibilityState === 'visible'): void {
  link = new EngineLink({ start, onFrame: receive, onFailure: fail, onLost: recover, every, seen });
  claimCommands((command, gesture) => {
    if (!inProgress() || !isLive(command, specOf)) return undefined;
    turnLive(command as SetParam, gesture);
    return { problem: undefined };
  });
  subscribeDesign(followDesign);
  load();
}

/** Sends what makes time pass. `next` is the state shown until the first frame tells. From 0 ms on the same end as last time is expected. */
export function begin(next: RunState | undefined, send: (service: Service) => Promise<unknown>): void {
  enqueue(async (link) => {
    const { shape, problems, state, digest, replay } = runState.getState();
    if (shape === undefined) {
      const why = problems.find((problem) => problem.severity === 'error')?.message;
      setView({ notice: { text: why ?? 'There is nothing to run yet.', tone: 'bad' } });
      return;
    }
    if (state === 'ready' && digest !== undefined && replay === undefined)
      setRun({ replay: expect({ digest, engine: runState.getState().engine }, 'earlier-run') });
    if (next !== undefined) setRun({ state: next });
    await link.call(send);
    pump.wake();
  });
}

/** Sends any other command, after those before it. */
export function command(send: (service: Service) => Promise<unknown>): void {
  enqueue(async (link) => {
    await link.call(send);
    pump.wake();
  });
}

/** Sends what makes the run begin anew. What frames from before may still say is not heard. */
function restart(state: RunState, send: (service: Service) => Promise<unknown>): void {
  enqueue(async (link) => {
    await link.call(send);
    pump.skipPending();
    setRun({ state });
    pump.wake();
  });
}

/**
 * Has the simulation stamp an entry with the present moment; undefined when the worker was lost meanwhile. Whoever looks at the past
 * changes things there: the entry is stamped with the moment after it.
 */
export async function inject(entry: UnstampedEntry): Promise<TimelineEntry | undefined> {
  if (pump.at !== undefined) return stampedAt(pump.at, entry, getDesign().scenario);
  return link?.call<TimelineEntry>((service) => service.inject(entry));
}

/**
 * Puts an entry that the simulation has stamped, and therefore knows, on the timeline of the document. One of the past it does not
 * know: the run is executed again with it.
 */
export function record(entry: TimelineEntry, gesture: string | undefined): void {
  recording = pump.at === undefined;
  const problem = commit({ do: 'set-entry', entry }, gesture);
  recording = false;
  if (problem !== undefined) setView({ notice: { text: problem.message, tone: 'bad' } });
  pump.wake();
}

/** Shows a past moment (ms) or the present. */
export function lookAt(at: number | undefined, replaying = false): void {
  if (at === undefined && pump.at !== undefined) void link?.call((service) => service.leavePast());
  setRun({ looking: at !== undefined });
  pump.look(at, replaying);
}

/** All figures of the run so far; undefined when nothing has run. */
export async function askReport(): Promise<Report | undefined> {
  return link?.call((service) => service.report());
}

/** What has happened in the run so far; undefined when nothing has run. */
export async function askStory(): Promise<Story | undefined> {
  return link?.call((service) => service.story());
}

/** All figures up to the moment that is looked at; undefined when nothing has run, or while that moment is executed again. */
export async function askReportShown(): Promise<Report | undefined> {
  const { at } = pump;
  return link?.call((service) => service.report(at));
}

/** Which breakpoint paused the run last. */
export async function askLastStop(): Promise<Stop | undefined> {
  return link?.call((service) => service.lastStop());
}

/** Traces of the run so far, or how far they are; this share of requests where the design traces none itself. undefined when the worker was lost. */
export async function askTraces(share: number, cell?: TracedCell): Promise<TracesSoFar | undefined> {
  return link?.call((service) => service.traces(share, cell));
}

/** Nobody waits for traces any more. */
export function leaveTraces(): void {
  void link?.call((service) => service.stopTraces());
}

/** Why a stretch of the run so far was slow or failed (its worst one when none is named), or how far that is. undefined when the worker was lost. */
export async function askWhy(stretch: Stretch | undefined): Promise<WhySoFar | undefined> {
  return link?.call((service) => service.why(stretch));
}

/** Nobody waits for it any more. */
export function leaveWhy(): void {
  void link?.call((service) => service.stopWhy());
}

/** Which models of consistency held so far, or how far that is. undefined when the worker was lost. */
export async function askConsistency(): Promise<ConsistencySoFar | undefined> {
  return link?.call((service) => service.consistency());
}

/** Nobody waits for it any more. */
export function leaveConsistency(): void {
  void link?.call((service) => service.stopConsistency());
}

/** Back to 0 ms; a simulation that broke or was given up is started anew. */
export function rewind(): void {
  restarts = 0;
  lookAt(undefined);
  if (link?.open === true && runState.getState().state !== 'halted') restart('ready', (service) => service.reset());
  else load();
}

function turnLive({ of, ids, param, value }: SetParam, gesture: string | undefined): void {
  for (const id of ids) {
    const next = value ?? specOf(of, id, param)?.default;
    if (next !== undefined) live.turn(id, param, next, gesture);
  }
}

function followDesign(design: Design, before: Design): void {
  const effect = runEffect(before, design);
  if (effect === 'nothing') return;
  setRun({ digest: undefined, replay: undefined });
  if (recording) return;
  if (effect === 'timeline' && (inProgress() || runState.getState().state === 'finished')) {
    const { timeline } = design.scenario;
    restart('catching-up', (service) => service.retime(timeline));
  } else load();
}

function load(): void {
  if (pump.at !== undefined) lookAt(undefined);
  pump.suspend();
  live.clear();
  if (link === undefined || loadQueued) return;
  loadQueued = true;
  enqueue(async (link) => {
    if (!link.open) link.start();
    loadQueued = false;
    const design = getDesign();
    const { speed } = runState.getState();
    const loaded = await link.call((service) => service.load(design));
    if (loaded === undefined || loadQueued) return;
    const { shape, problems } = loaded;
    setRun({ shape, problems, state: shape === undefined ? 'empty' : 'ready', failure: undefined, lapsed: 0 });
    pump.show(shape);
    await link.call((service) => service.setSpeed(speed));
  });
}

/** One after the other, in the order in which they were asked for. */
function enqueue(job: (link: EngineLink) => Promise<void>): void {
  queue = queue.then(() => (link === undefined ? undefined : job(link)));
}

function receive(buffer: ArrayBuffer): void {
  restarts = 0;
  pump.receive(buffer);
}

function follow(state: RunState): void {
  const before = runState.getState().state;
  setRun({ state, lapsed: lapsedChanges(getDesign().scenario.timeline, simulatedMs()) });
  if (state === 'finished' && before !== 'finished') void seal(getDesign());
  if (state === 'halted' && before !== 'halted') void explainHalt();
}

/** At the end of a run: remembers its digest and says whether it is the expected one. */
async function seal(design: Design): Promise<void> {
  const report = await askReport();
  if (report === undefined || runEffect(design, getDesign()) !== 'nothing') return;
  // The answer may be about a run that was begun meanwhile; the end itself is rounded to a nanosecond.
  if (!report.stoppedBy && report.simulatedMs < design.scenario.durationMs - 1e-5) return;
  const { replay } = runState.getState();
  setRun({ digest: report.digest, engine: report.engine, replay: replay && judge(replay, report.digest, report.engine) });
}

/** A run that stopped at one of its limits says which. */
async function explainHalt(): Promise<void> {
  const report = await askReport();
  const words = report?.problems.map((problem) => problem.message).join(' ');
  setRun({ failure: words ? `The run stopped early: ${words}` : 'The run stopped early.' });
}

function fail({ failure, seed, digest }: EngineFailure): void {
  pump.forget();
  setRun({ state: 'halted', failure: `The simulation stopped itself: ${failure} (seed ${seed}, digest ${digest}).` });
}

function recover(reason: string): void {
  const data = pump.latest()?.data;
  const at = `at ${((data?.[HEADER.timeMs] ?? 0) / 1_000).toFixed(3)} s, event ${data?.[HEADER.events] ?? 0}, seed ${getDesign().scenario.seed}`;
  pump.forget();
  if (pump.at !== undefined) lookAt(undefined);
  live.clear();
  loadQueued = false;
  restarts++;
  const again = restarts <= MOST_RESTARTS;
  const then = again ? 'It has been started again; your design is untouched.' : 'Your design is untouched. Reset tries once more.';
  const text = `${/[.!?]$/.test(reason) ? reason : `${reason}.`} It was ${at}. ${then}`;
  if (again) setView({ notice: { text, tone: 'bad' } });
  else setRun({ state: 'halted', failure: text });
  if (again) load();
}

function everyInterval(then: () => void, ms: number): () => void {
  const id = setInterval(then, ms);
  return () => clearInterval(id);
}
