/** Reads that ask all shards: what of each is still out. A read whose instance dies, or whose caller hung up, is forgotten. */
export class Gathering {
  readonly #open = new Map<number, { readonly generation: number; left: number }>();

  begin(row: number, generation: number, parts: number): void {
    this.#open.set(row, { generation, left: parts });
  }

  /** A part of the answer is there: whether it was the last. */
  took(row: number, generation: number): boolean {
    const gather = this.#open.get(row);
    if (gather?.generation !== generation) return false;
    gather.left--;
    if (gather.left > 0) return false;
    this.#open.delete(row);
    return true;
  }

  /** A part cannot be had: whether the read still waited for it. */
  fail(row: number, generation: number): boolean {
    return this.#open.get(row)?.generation === generation && this.#open.delete(row);
  }
}
