/**
 * The worker's entry: puts a driver behind comlink and a frame port, and gives it slices of time. Between slices messages
 * are answered. The same file serves the pools of runs, so that the engine is fetched once. What breaks inside the simulation is a bug: it is caught here, once, and told with seed and digest.
 */
import { expose } from 'comlink';
import type { TimelineEntry } from '../design/document.ts';
import { runJob } from '../run/run-job.ts';
import { storyOf } from '../run/story.ts';
import { Checker } from './checker.ts';
import { Driver } from './driver.ts';
import { Follower } from './follower.ts';
import { Inquirer } from './inquirer.ts';
import type { BatchService, EngineFailure, EngineService, UnstampedEntry } from './protocol.ts';
import { Seeker } from './seeker.ts';

const driver = new Driver(() => performance.now());
const follower = new Follower(driver, () => performance.now());
const checker = new Checker(driver, () => performance.now());
const inquirer = new Inquirer(driver, () => performance.now());
const seeker = new Seeker(driver, () => performance.now());
const soon = new MessageChannel();
let frames: MessagePort | undefined;
let scheduled = false;
let timer: ReturnType<typeof setTimeout> | undefined;

soon.port1.onmessage = work;

/** Asks for a slice as soon as waiting messages have been answered. */
function wake(): void {
  clearTimeout(timer);
  timer = undefined;
  if (scheduled) return;
  scheduled = true;
  soon.port2.postMessage(0);
}

function work(): void {
  scheduled = false;
  try {
    const wait = driver.tick();
    const more = [follower.tick(), checker.tick(), inquirer.tick(), seeker.tick()];
    if (more.includes(true) || wait === 0) wake();
    else if (wait !== undefined) timer = setTimeout(wake, wait);
  } catch (error) {
    fail(error);
  }
}

function fail(error: unknown): void {
  driver.state = 'halted';
  const { session } = driver;
  const failure: EngineFailure = {
    failure: error instanceof Error ? error.message : String(error),
    seed: session?.design.scenario.seed ?? 0,
    digest: session?.digest() ?? '',
  };
  frames?.postMessage(failure);
}

/** A command: does it, then lets the driver go on. */
function then<T>(result: T): T {
  wake();
  return result;
}

interface Pull {
  readonly buffer: ArrayBuffer;
  /** Chart windows of this epoch that the page has. */
  readonly have: number;
  /** The past moment that is looked at, ms; undefined: the present. */
  readonly at?: number;
}

function isPull(data: unknown): data is Pull {
  return typeof data === 'object' && data !== null && 'buffer' in data && data.buffer instanceof ArrayBuffer && 'have' in data;
}

function answerPull(port: MessagePort, data: unknown): void {
  if (!isPull(data)) return;
  const have = Number.isFinite(data.have) ? Math.max(0, Math.floor(data.have)) : 0;
  try {
    const frame = driver.frame(data.buffer, have);
    if (frame !== undefined && data.at !== undefined && Number.isFinite(data.at)) {
      seeker.show(frame, data.at);
      wake();
    }
    const buffer = frame === undefined ? data.buffer : (frame.buffer as ArrayBuffer);
    port.postMessage(buffer, [buffer]);
  } catch (error) {
    fail(error);
  }
}

const service: EngineService & BatchService = {
  load: (design) => then(driver.load(design)),
  play: () => then(driver.play()),
  pause: () => then(driver.pause()),
  step: (size) => then(driver.step(size)),
  setSpeed: (speed) => then(driver.setSpeed(speed)),
  runToEnd: () => then(driver.runToEnd()),
  breakAt: (breakpoints) => driver.breakAt(breakpoints),
  runUntil: (awaited) => then(driver.runUntil(awaited)),
  lastStop: () => driver.lastStop,
  reset: () => then(driver.reset()),
  inject: (entry: UnstampedEntry) => then(driver.inject(entry)),
  retime: (timeline: readonly TimelineEntry[]) => then(driver.retime(timeline)),
  story: () => (driver.session === undefined ? undefined : storyOf(driver.session)),
  report: (atMs) => (atMs === undefined ? driver.report() : seeker.report(atMs)),
  leavePast: () => seeker.stop(),
  traces: (share, cell) => then(follower.ask(share, cell)),
  stopTraces: () => follower.stop(),
  consistency: () => then(checker.ask()),
  stopConsistency: () => checker.stop(),
  why: (stretch) => then(inquirer.ask(stretch)),
  stopWhy: () => inquirer.stop(),
  run: (job) => runJob(job, () => performance.now()),
  connect: (port) => {
    frames = port;
    port.onmessage = ({ data }: MessageEvent<unknown>) => answerPull(port, data);
  },
};

expose(service);
