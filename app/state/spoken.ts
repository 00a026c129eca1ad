/** What people who listen are told of the run: that it began, rests, ended, and which faults came and went. */
import { faultOf } from '../../src/faults/index.ts';
import type { RunState } from '../../src/run/frame.ts';
import { HEADER } from '../../src/run/frame.ts';
import { announce } from '../ui/announce.ts';
import { activeFaults } from './active-faults.ts';
import { getDesign } from './design-store.ts';
import { onFrame, subscribeRun } from './run-store.ts';
import { getStory } from './story-store.ts';
import { strikesShown } from './strikes-shown.ts';

/** Begins to speak. @returns a function that ends it. */
export function speakOfRun(say: (text: string) => void = announce): () => void {
  let active: ReadonlyMap<string, string> = new Map();
  let timeMs = 0;
  const endState = subscribeRun((run, before) => {
    const words = run.state === before.state ? undefined : stateWords(run.state, before.state, timeMs);
    if (words !== undefined) say(words);
    if (run.replay !== undefined && run.replay !== before.replay && run.replay.verdict !== 'running') say(run.replay.detail);
  });
  const endFrames = onFrame(({ data }) => {
    timeMs = data[HEADER.timeMs] ?? 0;
    const now = activeFaults(strikesShown(getDesign(), getStory().struck), timeMs, (id) => faultOf(id)?.name ?? id);
    if (now.size === 0 && active.size === 0) return;
    for (const [id, words] of now) if (!active.has(id)) say(`${words} begins`);
    for (const [id, words] of active) if (!now.has(id) && timeMs > 0) say(`${words} ends`);
    active = now;
  });
  return () => {
    endState();
    endFrames();
  };
}

function stateWords(state: RunState, before: RunState, timeMs: number): string | undefined {
  const at = `at ${(timeMs / 1_000).toFixed(1)} seconds`;
  if (state === 'playing' && before !== 'catching-up') return 'Playing';
  if (state === 'paused' && before === 'playing') return `Paused ${at}`;
  if (state === 'finished') return 'The run is finished';
  if (state === 'halted') return `The run stopped ${at}`;
  if (state === 'ready' && (before === 'paused' || before === 'finished')) return 'Back at the start';
  return undefined;
}
