/** A request at work in a search engine: which operations are out for it, and what came back. Reused, so that none is made anew. */
export class SearchJob {
  row = -1;
  generation = 0;
  /** Counts its uses and stages: what belongs to an earlier one is void. */
  stage = 0;
  write = false;
  /** Instance that coordinates. */
  from = 0;
  key = 0;
  out = 0;
  have = 0;
  failed = 0;
  version = 0;
}

export class SearchJobs {
  readonly all: SearchJob[] = [];
  readonly #free: number[] = [];

  take(row: number, generation: number, from: number, key: number, write: boolean): number {
    const at = this.#free.pop() ?? this.all.push(new SearchJob()) - 1;
    const job = this.all[at]!;
    job.row = row;
    job.generation = generation;
    job.from = from;
    job.key = key;
    job.write = write;
    job.stage++;
    job.out = 0;
    job.have = 0;
    job.failed = 0;
    job.version = 0;
    return at;
  }

  release(at: number): void {
    const job = this.all[at]!;
    job.row = -1;
    job.stage++;
    this.#free.push(at);
  }
}
