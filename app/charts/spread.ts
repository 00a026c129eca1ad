/**
 * Labels at the lines' ends: each wants to stand at its line, none may touch another or leave the plot. What is found is
 * the nearest such arrangement (least squares: pool adjacent violators, Barlow et al. 1972, then clamped to the room).
 * When there is no room for all, those that matter least are left out.
 */

/** Of two labels that want the same place, the one listed first stands above. */
export interface Wish {
  /** Where its middle wants to be, px; NaN when it has nothing to say. */
  readonly y: number;
  /** Higher stays longer when there is too little room. */
  readonly rank: number;
}

interface Block {
  sum: number;
  count: number;
}

/** Middles of labels `size` px high between `top` and `bottom`, in the order of the wishes; NaN for one left out. */
export function spread(wishes: readonly Wish[], size: number, top: number, bottom: number): number[] {
  const room = Math.max(0, Math.floor((bottom - top) / size + 1e-9));
  const kept = wishes
    .map((wish, index) => ({ ...wish, index }))
    .filter((wish) => Number.isFinite(wish.y))
    .sort((a, b) => b.rank - a.rank || a.index - b.index)
    .slice(0, room)
    .sort((a, b) => a.y - b.y || a.index - b.index);
  const blocks: Block[] = [];
  kept.forEach((wish, i) => {
    let block: Block = { sum: wish.y - i * size, count: 1 };
    for (let last = blocks.at(-1); last !== undefined && last.sum / last.count > block.sum / block.count; last = blocks.at(-1)) {
      block = { sum: last.sum + block.sum, count: last.count + block.count };
      blocks.pop();
    }
    blocks.push(block);
  });
  const places = wishes.map(() => Number.NaN);
  const highest = top + size / 2;
  const lowest = bottom - size / 2 - (kept.length - 1) * size;
  let i = 0;
  for (const block of blocks) {
    const y = Math.min(lowest, Math.max(highest, block.sum / block.count));
    for (let n = 0; n < block.count; n++, i++) {
      const wish = kept[i];
      if (wish !== undefined) places[wish.index] = y + i * size;
    }
  }
  return places;
}
