/**
 * Replay: the same document and seed give the same digest however the run is driven: in one go, in slices of any size, event by
 * event, from a document that went through text. Held for the design of every case of the proof, cut short.
 */
import { describe, expect, it } from 'vitest';
import type { Design } from '../design/document.ts';
import { readText } from '../design/read.ts';
import { replicationOf } from '../proof/case.ts';
import { CASES } from '../proof/index.ts';
import { Session } from '../run/session.ts';

/** About so many requests are enough to meet every mechanism of a case. */
const REQUESTS = 2000;

/** The beginning of a run. */
function short(design: Design): Design {
  const rate = Math.max(...design.nodes.map((node) => (typeof node.params['rate'] === 'number' ? node.params['rate'] : 20)));
  const durationMs = Math.min(design.scenario.durationMs, Math.ceil((REQUESTS / rate) * 1000));
  const timeline = design.scenario.timeline.filter((entry) => entry.at < durationMs);
  return { ...design, scenario: { ...design.scenario, durationMs, warmupMs: durationMs / 4, timeline } };
}

function whole(design: Design): string {
  const session = new Session(design);
  session.advance(session.end);
  return session.digest();
}

/** In slices whose length (ns) is no multiple of anything in the run, each of a few thousand events at most. */
function sliced(design: Design): string {
  const session = new Session(design);
  for (let until = 0; !session.finished; until += 7_777_777_777 / 3) while (!session.advance(until, () => false));
  return session.digest();
}

function stepped(design: Design): string {
  const session = new Session(design);
  while (session.stepEvent());
  return session.digest();
}

describe('the digest', () => {
  it.each(CASES.map((proof) => [proof.id, proof] as const))(
    'of %s is the same in one go, in slices, in steps and after a round trip',
    (_, proof) => {
      const design = short(replicationOf(proof, 7));
      const digest = whole(design);
      expect(sliced(design)).toBe(digest);
      expect(stepped(design)).toBe(digest);
      const copy = readText(JSON.stringify(design));
      expect(copy.ok && whole(copy.value)).toBe(digest);
    },
  );

  it('differs under another seed, except where nothing is left to chance', () => {
    const same = CASES.filter((proof) => whole(short(replicationOf(proof, 7))) === whole(short(replicationOf(proof, 8))));
    expect(same.map((proof) => proof.id)).toEqual(['token-bucket', 'sliding-log', 'sliding-counter', 'chain-of-4']);
  });
});
