/**
 * Verdicts on replays: a scenario that is run again must give the digest it gave before, or the digest that came with a
 * link. Pure; the run driver feeds it and the top bar shows what it says.
 */

/** What is expected of the run in progress, and what came of it. */
export interface Replay {
  readonly expected: string;
  /** Version of the engine that gave the expected digest. */
  readonly engine: string;
  /** Where the expectation comes from: somebody's link, or an earlier run on this page. */
  readonly from: 'link' | 'earlier-run';
  readonly verdict: 'running' | 'identical' | 'diverged';
  readonly detail: string;
}

export interface Sealed {
  readonly digest: string;
  readonly engine: string;
}

export function expect({ digest, engine }: Sealed, from: Replay['from']): Replay {
  const detail =
    from === 'link' ? 'The link says how this run must end; it is checked at the end.' : 'Checked against the earlier run at the end.';
  return { expected: digest, engine, from, verdict: 'running', detail };
}

/** Compares how a run ended with what was expected of it. */
export function judge(replay: Replay, digest: string, engine: string): Replay {
  const source = replay.from === 'link' ? 'the run behind the link' : 'the earlier run';
  if (replay.expected === digest) return { ...replay, verdict: 'identical', detail: `Every event as in ${source}: ${digest}.` };
  const other = replay.engine === engine ? '' : ` It was made with engine ${replay.engine}, this is ${engine}.`;
  return { ...replay, verdict: 'diverged', detail: `Not as ${source}: expected ${replay.expected}, got ${digest}.${other}` };
}
