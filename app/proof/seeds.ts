/** Seeds as the page deals with them: an offset that is added to those of the project's own tests. */

/** Seeds are whole numbers below this. */
export const SEEDS = 4_294_967_296;

/** Some other offset. Six digits are easy to pass on. */
export function drawOffset(): number {
  return 1 + ((crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % 999_999);
}
