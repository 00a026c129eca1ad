/**
 * The page that `npm run test:browsers` opens in each browser: no interface, only the simulation's worker, started and asked exactly as
 * the product's page does it. `run` is all that a driver of a browser needs to call; its answer is plain data.
 */
import type { Design } from '../../src/design/document.ts';
import { HEADER, RUN_STATES } from '../../src/run/frame.ts';
import { startEngine } from '../../src/worker/client.ts';

/** What came of one run from start to end; `seconds` is wall time as the page saw it. */
interface Ran {
  readonly digest: string;
  readonly requests: number;
  readonly events: number;
  readonly seconds: number;
}

/** Between two looks at how far the run is, ms: often enough for a hundredth of a run of a second. */
const LOOK_MS = 10;

let arrived: (frame: Float64Array) => void = () => undefined;
let broke: (reason: Error) => void = (reason) => {
  throw reason;
};

const engine = startEngine({
  onFrame: (buffer) => arrived(new Float64Array(buffer)),
  onFailure: ({ failure, seed, digest }) => broke(new Error(`${failure} (seed ${seed}, digest ${digest})`)),
  onBroken: (reason) => broke(new Error(reason)),
});

async function run(design: Design): Promise<Ran> {
  const { shape, problems } = await engine.service.load(design);
  if (shape === undefined) throw new Error(problems.map(({ message }) => message).join(' '));
  const from = performance.now();
  await engine.service.runToEnd();
  let state = await look();
  while (state === 'playing' || state === 'catching-up') {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    state = await look();
  }
  const seconds = (performance.now() - from) / 1000;
  const report = await engine.service.report();
  if (report === undefined || state !== 'finished') throw new Error(`The run ended as ${state}.`);
  return { digest: report.digest, requests: report.total.requests, events: report.events, seconds };
}

/** The state that the next frame tells. */
function look(): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    arrived = (frame) => resolve(RUN_STATES[frame[HEADER.state] ?? 0]);
    broke = reject;
    engine.pull(new ArrayBuffer(0), 0);
  });
}

Object.assign(window, { run });
