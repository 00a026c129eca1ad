/**
 * Verdicts on replays: a scenario that is run again must give the digest it gave before, or the digest that came with a
 * link. Pure; the run store feeds it and shows what it says.
 */

/** What is expected of the run in progress, and what came of it. */
export interface Replay {
  readonly expected: string;
  /** Where the expectation comes from: somebody's link, or an earlier run on this page. */
  readonly from: 'link' | 'earlier-run';
  readonly verdict: 'running' | 'identical' | 'diverged';
  readonly detail: string;
}

export function expect(expected: string, from: Replay['from']): Replay {
  const detail =
    from === 'link' ? 'The link says how this run must end; it is checked at the end.' : 'Checked against the earlier run at the end.';
  return { expected, from, verdict: 'running', detail };
}

/** Compares how a run ended with what was expected of it. */
export function judge(replay: Replay, digest: string): Replay {
  const identical = replay.expected === digest;
  const source = replay.from === 'link' ? 'the run behind the link' : 'the earlier run';
  const detail = identical ? `Every event as in ${source}: ${digest}.` : `Not as ${source}: expected ${replay.expected}, got ${digest}.`;
  return { ...replay, verdict: identical ? 'identical' : 'diverged', detail };
}
