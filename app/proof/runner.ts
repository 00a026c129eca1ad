/**
 * Runs cases of the proof in a pool, replication by replication, until every quantity's interval is narrow enough or the case's
 * replications are used up. Replications come back in any order but are taken in the order of their seeds, and whether to go on is
 * decided by the width of the intervals alone, never by whether they agree: so what is measured depends neither on the number of
 * workers nor on what one hopes for. It knows no screen; listeners are told at most ten times a second.
 */
import { type ProofCase, replicationOf, seedOf } from '../../src/proof/case.ts';
import { fewestOf, preciseEnough } from '../../src/proof/judge.ts';
import type { Done, RunPool } from '../../src/run/replications.ts';
import { SEEDS } from './seeds.ts';
import { judged } from './standing.ts';

/** `waiting`: in the line; `stopped`: ended by hand before it was done; `failed`: a run broke, with the reason in `why`. */
export type CaseState = 'idle' | 'waiting' | 'running' | 'done' | 'stopped' | 'failed';

export interface CaseRun {
  readonly state: CaseState;
  /** For each quantity of the case, one sample for each replication so far. */
  readonly samples: readonly (readonly number[])[];
  readonly n: number;
  /** Most replications before it ends. */
  readonly limit: number;
  /** What was added to the seeds that the laws use. */
  readonly offset: number;
  /** The page's offset when it was asked for; another one than `offset` where a case was run under seeds of its own. */
  readonly asked: number;
  /** Other offsets under which this case has been done and did not hold. */
  readonly missed: readonly number[];
  readonly why: string | undefined;
}

export interface ProofState {
  readonly runs: Readonly<Record<string, CaseRun>>;
  /** Added to every seed of the next runs. */
  readonly offset: number;
  readonly running: boolean;
  /** The case that was begun last, while running. */
  readonly current: string | undefined;
  /** Real time spent running, ms. */
  readonly spentMs: number;
  readonly workers: number | undefined;
}

/** What the runner needs of the page. */
export interface RunnerHost {
  readonly createPool: () => RunPool;
  readonly nowMs: () => number;
  readonly later: (then: () => void, ms: number) => void;
}

/** Least time between two tellings, ms. */
const APART_MS = 100;
/** How often the clock is told while nothing else happens, ms. */
const CLOCK_MS = 1_000;

export const NOT_RUN: CaseRun = { state: 'idle', samples: [], n: 0, limit: 0, offset: 0, asked: 0, missed: [], why: undefined };

/** A case in the line: its samples so far, what came back early, and how many replications have been handed out. */
interface Work {
  readonly proof: ProofCase;
  readonly offset: number;
  readonly limit: number;
  readonly samples: number[][];
  readonly early: Map<number, readonly number[]>;
  /** What there was before it was put into the line. */
  readonly before: CaseRun | undefined;
  readonly asked: number;
  readonly missed: readonly number[];
  handedOut: number;
  taken: number;
}

export class ProofRunner {
  readonly #cases: readonly ProofCase[];
  readonly #host: RunnerHost;
  readonly #listeners = new Set<() => void>();
  readonly #runs = new Map<string, CaseRun>();
  #state: ProofState = { runs: {}, offset: 0, running: false, current: undefined, spentMs: 0, workers: undefined };
  #line: Work[] = [];
  #pool: RunPool | undefined;
  #inFlight = 0;
  #since: number | undefined;
  #spentMs = 0;
  #told = false;

  constructor(cases: readonly ProofCase[], host: RunnerHost) {
    this.#cases = cases;
    this.#host = host;
  }

  /** The same object until something is told. */
  readonly state = (): ProofState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Runs what has no final result under the present seeds; when everything has one, everything from the start. */
  runAll(): void {
    const left = this.#cases.filter((proof) => !isFinal(proof, this.#runs.get(proof.id), this.#state.offset));
    for (const proof of left.length > 0 ? left : this.#cases) this.#enqueue(proof, this.#state.offset);
    this.#begin();
  }

  /**
   * Runs one case: goes on where it was stopped or was not precise enough, else from its first replication. With an offset of its
   * own, under those seeds and not under those of the page.
   */
  run(proof: ProofCase, offset: number = this.#state.offset): void {
    this.#enqueue(proof, offset);
    this.#begin();
  }

  /** Ends everything that runs, at once. What was measured stays. */
  stop(): void {
    const pool = this.#pool;
    this.#pool = undefined;
    this.#inFlight = 0;
    for (const work of this.#line) {
      if (work.taken > 0 || work.before === undefined) this.#put(work, work.taken > 0 ? 'stopped' : 'idle');
      else this.#runs.set(work.proof.id, work.before);
    }
    this.#line = [];
    pool?.close();
    this.#rest();
    this.#say();
  }

  /** @param offset a whole number from 0 below 2^32. Results under other seeds stay until they are run again. */
  setOffset(offset: number): void {
    this.#state = { ...this.#state, offset };
    this.#say();
  }

  #enqueue(proof: ProofCase, offset: number): void {
    if (this.#line.some((work) => work.proof === proof)) return;
    const before = this.#runs.get(proof.id);
    const same = before !== undefined && before.offset === offset && before.state !== 'failed';
    const goesOn = same && before.n > 0 && !(before.state === 'done' && preciseEnough(proof, before.samples));
    const samples = goesOn ? before.samples.map((column) => [...column]) : proof.quantities.map(() => []);
    const taken = goesOn ? before.n : 0;
    const limit = goesOn && before.n >= before.limit ? before.limit + proof.replications : goesOn ? before.limit : proof.replications;
    const missed = before === undefined ? [] : missedBy(proof, before, offset);
    const asked = this.#state.offset;
    const work: Work = { proof, offset, asked, limit, samples, early: new Map(), before, missed, handedOut: taken, taken };
    this.#line.push(work);
    this.#put(work, 'waiting');
  }

  #begin(): void {
    if (this.#line.length === 0) return;
    if (this.#since === undefined) {
      this.#since = this.#host.nowMs();
      this.#tick();
    }
    this.#pool ??= this.#host.createPool();
    this.#feed(this.#pool);
    this.#say();
  }

  /** Hands out one replication to each free worker, of the first case that has any left. */
  #feed(pool: RunPool): void {
    while (this.#inFlight < pool.size) {
      const work = this.#line.find(({ handedOut, limit }) => handedOut < limit);
      if (work === undefined) return;
      this.#inFlight++;
      void this.#replicate(pool, work, work.handedOut++);
      this.#put(work, 'running');
      this.#state = { ...this.#state, current: work.proof.id, workers: pool.size };
    }
  }

  async #replicate(pool: RunPool, work: Work, index: number): Promise<void> {
    const outcome = await replicate(pool, work.proof, (seedOf(work.proof, index) + work.offset) % SEEDS);
    if (this.#pool !== pool) return;
    this.#inFlight--;
    if (this.#line.includes(work)) this.#take(work, index, outcome);
    this.#feed(pool);
    if (this.#line.length === 0) this.#rest();
    this.#tell();
  }

  /** Takes a replication, and those after it that came early. What comes after the end is not looked at. */
  #take(work: Work, index: number, outcome: readonly number[] | string): void {
    if (typeof outcome === 'string') {
      this.#end(work, 'failed', outcome);
      return;
    }
    work.early.set(index, outcome);
    for (let next = work.early.get(work.taken); next !== undefined; next = work.early.get(work.taken)) {
      work.early.delete(work.taken);
      for (const [q, value] of next.entries()) work.samples[q]?.push(value);
      work.taken++;
      if (work.taken >= work.limit || preciseEnough(work.proof, work.samples)) {
        this.#end(work, 'done');
        return;
      }
    }
    this.#put(work, 'running');
  }

  #end(work: Work, state: CaseState, why?: string): void {
    this.#line = this.#line.filter((other) => other !== work);
    this.#put(work, state, why);
  }

  #put({ proof, samples, taken, limit, offset, asked, missed }: Work, state: CaseState, why?: string): void {
    const copy = samples.map((column) => [...column]);
    this.#runs.set(proof.id, { state, samples: copy, n: taken, limit, offset, asked, missed, why });
  }

  /** Nothing is left to do: the clock stands. The pool is kept, since its workers have loaded the simulation. */
  #rest(): void {
    if (this.#since !== undefined) this.#spentMs += this.#host.nowMs() - this.#since;
    this.#since = undefined;
    this.#state = { ...this.#state, current: undefined };
  }

  #tick(): void {
    this.#host.later(() => {
      if (this.#since === undefined) return;
      this.#tell();
      this.#tick();
    }, CLOCK_MS);
  }

  /** Tells listeners soon, however often it is asked to until then. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    this.#host.later(() => {
      this.#told = false;
      this.#say();
    }, APART_MS);
  }

  /** Tells listeners now: what a person has just done shows at once. */
  #say(): void {
    const spentMs = this.#spentMs + (this.#since === undefined ? 0 : this.#host.nowMs() - this.#since);
    this.#state = { ...this.#state, runs: Object.fromEntries(this.#runs), running: this.#since !== undefined, spentMs };
    for (const listener of this.#listeners) listener();
  }
}

/** Whether a case has its result under this offset of the page: it is done, and precise enough to be judged. */
export function isFinal(proof: ProofCase, run: CaseRun | undefined, offset: number): boolean {
  return run?.state === 'done' && run.asked === offset && preciseEnough(proof, run.samples);
}

/** The offsets under which a case did not hold, apart from the one under which it is run next. */
function missedBy(proof: ProofCase, { state, samples, offset, missed }: CaseRun, next: number): readonly number[] {
  const results = proof.quantities.map((quantity, q) => judged(quantity, samples[q] ?? [], true, fewestOf(proof)));
  const fails = state === 'done' && results.some(({ standing }) => standing === 'fails');
  return [...missed.filter((one) => one !== offset), ...(fails ? [offset] : [])].filter((one) => one !== next);
}

/** The samples of one replication, or what went wrong in words. */
async function replicate(pool: RunPool, proof: ProofCase, seed: number): Promise<readonly number[] | string> {
  try {
    const done: Done = await pool.run({ design: replicationOf(proof, seed), seed });
    if (!done.ok) return done.problems[0]?.message ?? 'The design of this case cannot be read.';
    return proof.quantities.map((quantity) => quantity.measure(done.report));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
