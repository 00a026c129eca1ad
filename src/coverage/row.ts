/**
 * A row of the coverage list: one concept of distributed systems that can be done in the browser. It names what realises it and the
 * tests that prove it; text that merely describes a concept does not count.
 */
export interface Row {
  /** A letter for the group and a number, e.g. `L4`. */
  readonly id: string;
  /** What it is, in a few words. */
  readonly concept: string;
  /**
   * What a user works with, in the words of the registries: `kind load-balancer`, `parameter load-balancer.algorithm`, `link timeout`,
   * `fault crash`, `example retry-storm`, `chart Latency`, `panel Why`.
   */
  readonly built: readonly string[];
  /** Tests, each named by the end of its file and the beginning of its title, as in MODEL.md: `breaker.test "opens when"`; or `case mm1`. */
  readonly proof: readonly string[];
}
