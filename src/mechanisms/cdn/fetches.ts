/**
 * Loads under way at points of presence: which object is being fetched where, and which calls wait for it. One load may serve all who
 * ask for its object meanwhile. A point of presence that reaches its origin through another one (the shield) depends on that one's
 * load. Bookkeeping only: who is asked, and what is done with the answer, is the station's business.
 */
import { NEXT, type Requests } from '../../engine/requests.ts';

export interface Fetch {
  readonly id: number;
  readonly instance: number;
  readonly key: number;
  readonly cls: number;
  readonly session: number;
  readonly hops: number;
  /** Calls that wait, linked by NEXT; -1: none. */
  first: number;
  last: number;
  /** Loads of other points of presence that wait for this one. */
  readonly dependents: number[];
  /** What the shield said: a version, or -1 when it failed with this cause. */
  version: number;
  outcome: number;
  cause: number;
}

export class Fetches {
  readonly #requests: Requests;
  readonly #all = new Map<number, Fetch>();
  /** By instance: the load of a key that others may join. */
  readonly #byKey: readonly Map<number, Fetch>[];
  readonly #firstInstance: number;
  #next = 0;

  constructor(requests: Requests, firstInstance: number, instances: number) {
    this.#requests = requests;
    this.#firstInstance = firstInstance;
    this.#byKey = Array.from({ length: instances }, () => new Map<number, Fetch>());
  }

  get(id: number): Fetch | undefined {
    return this.#all.get(id);
  }

  /** A load of this key that may be joined there. */
  under(instance: number, key: number): Fetch | undefined {
    return this.#byKey[instance - this.#firstInstance]!.get(key);
  }

  /** Begins a load; `joined`: later ones for the same object may join it. */
  begin(asked: Pick<Fetch, 'instance' | 'key' | 'cls' | 'session' | 'hops'>, joined: boolean): Fetch {
    const fetch: Fetch = { ...asked, id: this.#next++, first: -1, last: -1, dependents: [], version: -1, outcome: 0, cause: 0 };
    this.#all.set(fetch.id, fetch);
    if (joined) this.#byKey[fetch.instance - this.#firstInstance]!.set(fetch.key, fetch);
    return fetch;
  }

  /** A call waits for a load. */
  wait(fetch: Fetch, row: number): void {
    const { ints } = this.#requests;
    ints[row + NEXT] = -1;
    if (fetch.last >= 0) ints[fetch.last + NEXT] = row;
    else fetch.first = row;
    fetch.last = row;
  }

  /** A load is over; the calls that wait for it, in order. */
  end(fetch: Fetch): readonly number[] {
    this.#forget(fetch);
    const rows: number[] = [];
    for (let row = fetch.first; row >= 0; row = this.#requests.ints[row + NEXT]!) rows.push(row);
    return rows;
  }

  /** A point of presence died with its loads; those of others that depended on them. */
  lose(instance: number): readonly Fetch[] {
    const orphans: Fetch[] = [];
    for (const fetch of [...this.#all.values()]) {
      if (fetch.instance !== instance) continue;
      this.#forget(fetch);
      for (const id of fetch.dependents) {
        const orphan = this.#all.get(id);
        if (orphan !== undefined && orphan.instance !== instance) orphans.push(orphan);
      }
    }
    return orphans;
  }

  #forget(fetch: Fetch): void {
    this.#all.delete(fetch.id);
    const byKey = this.#byKey[fetch.instance - this.#firstInstance]!;
    if (byKey.get(fetch.key) === fetch) byKey.delete(fetch.key);
  }
}
