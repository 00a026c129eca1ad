/**
 * Debts: random scenarios that are known to break a law, by number, since a flaw of the model or of the law's own books was found and not
 * mended yet. The laws ask these scenarios too, and fail when one of them no longer breaks: a debt that is paid is struck from the list.
 * A scenario that is not listed may not break. What is known of each stands beside it.
 */
export const DEBTS: {
  readonly corpus: readonly number[];
  readonly sameValue: readonly number[];
  readonly twice: readonly number[];
} = {
  // 20261129: watching it gives another digest (mobile clients, anycast); 20261356, 20261373, 20261472: calls with a deadline that is
  // told to servers (workers, CDN, reverse proxy).
  corpus: [20_261_129, 20_261_356, 20_261_373, 20_261_472],
  // Differs in the number of events only.
  sameValue: [5_000_107],
  // Off by half a ns somewhere: moments that are rounded, which twice as long is rounded otherwise.
  twice: [5_000_025, 5_000_046, 5_000_053, 5_000_079, 5_000_110],
};
