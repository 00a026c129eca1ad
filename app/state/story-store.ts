/** The story of the run, as the worker tells it: asked for whenever the log has grown, and no oftener than people can read. */

import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { HEADER } from '../../src/run/frame.ts';
import type { Story } from '../../src/run/story-report.ts';
import { askStory } from './run-driver.ts';
import { onFrame } from './run-store.ts';

const NOTHING: Story = { events: [], more: 0, struck: [], probes: [] };
const store = createStore<{ readonly story: Story }>(() => ({ story: NOTHING }));

/** Least time between two questions, ms (chosen). */
const APART_MS = 250;

export function useStory<T>(select: (story: Story) => T): T {
  return useStore(store, ({ story }) => select(story));
}

export function getStory(): Story {
  return store.getState().story;
}

/** Begins to follow the run. @returns a function that ends it. */
export function followStory(later: (then: () => void, ms: number) => void = (then, ms) => void setTimeout(then, ms)): () => void {
  let heard = '';
  let asking = false;
  const ask = async (wanted: string): Promise<void> => {
    asking = true;
    const story = await askStory();
    heard = wanted;
    store.setState({ story: story ?? NOTHING });
    later(() => {
      asking = false;
    }, APART_MS);
  };
  return onFrame(({ data }) => {
    // The state too: verdicts of probes are final when the run rests.
    const now = `${data[HEADER.epoch]} ${data[HEADER.logged]} ${data[HEADER.state]}`;
    if (now !== heard && !asking) void ask(now);
  });
}
