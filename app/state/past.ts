/**
 * Looking back: the play head at a past moment of the run, resting or moving on. Frames show it, so this keeps nothing that changes
 * by the frame in a store; it only says which moment is to be shown. Played from the past, a run goes on live when it meets the present.
 */
import { HEADER } from '../../src/run/frame.ts';
import { lookAt, pump, simulatedMs } from './run-driver.ts';
import { runState, type Stretch, setRun } from './run-state.ts';

/** Simulated per real second where the run knows no limit: fast enough to see it all, slow enough to see it (chosen). */
const FASTEST_REPLAY = 100;
/** A hidden page goes on where it was, ms. */
const LONGEST_STEP_MS = 100;

let ticking = 0;

/** How far the run has come, ms. */
export function presentMs(): number {
  return pump.latest()?.data[HEADER.presentMs] ?? 0;
}

/** The moment that is shown, or will be as soon as it is worked out: keys pressed meanwhile go on from there, ms. */
export function momentAsked(): number {
  return pump.at ?? simulatedMs();
}

/** Shows this moment (ms), resting. */
export function seek(ms: number): void {
  stopTicking();
  if (ms >= presentMs()) backToNow();
  else lookAt(Math.max(0, ms));
}

/** Shows the present again. */
export function backToNow(): void {
  stopTicking();
  if (runState.getState().looking) lookAt(undefined);
}

/** Rests at the moment shown. */
export function rest(): void {
  if (pump.at !== undefined) seek(pump.at);
}

/** Plays on from the moment shown; `goOn` lets the run itself play when it has come to the present. */
export function replay(goOn: () => void): void {
  stopTicking();
  let last = performance.now();
  let at = startOf(pump.at ?? simulatedMs(), runState.getState().loop);
  const tick = (): void => {
    const now = performance.now();
    const { speed, loop, shape } = runState.getState();
    at = playedOn(at, Math.min(LONGEST_STEP_MS, now - last) * Math.min(speed, FASTEST_REPLAY), loop);
    last = now;
    if (shape !== undefined && at < presentMs()) {
      lookAt(at, true);
      ticking = requestAnimationFrame(tick);
      return;
    }
    ticking = 0;
    lookAt(undefined);
    goOn();
  };
  tick();
}

/** Where the head is after `ms` of simulated time: from the end of a loop it goes back to its beginning. Whole microseconds. */
export function playedOn(at: number, ms: number, loop: Stretch | undefined): number {
  const next = Math.round((at + ms) * 1e3) / 1e3;
  return loop !== undefined && next >= loop.toMs ? loop.fromMs : next;
}

/** Where playing begins: within the loop, when there is one. */
export function startOf(at: number, loop: Stretch | undefined): number {
  return loop === undefined || (at >= loop.fromMs && at < loop.toMs) ? at : loop.fromMs;
}

/** Plays a stretch again and again from its beginning; undefined ends that. */
export function setLoop(loop: Stretch | undefined): void {
  setRun({ loop });
}

function stopTicking(): void {
  if (ticking !== 0) cancelAnimationFrame(ticking);
  ticking = 0;
}
