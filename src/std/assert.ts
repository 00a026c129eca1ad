/**
 * Assertions: the only thing the simulation throws.
 *
 * An assertion that fails is a bug in this program, never a fault in somebody's design. It is caught once, at the
 * worker's edge, and shown with seed and digest. Bad input is a value (see result.ts); a simulated failure is an outcome.
 */

/** Thrown when something that must be true was not. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Throws AssertionError with the message unless the condition is truthy. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new AssertionError(message);
}

/** The end of a switch over a union: refused by the compiler when a case is missing, thrown if data lied about its type. */
export function unreachable(value: never): never {
  throw new AssertionError(`unreachable case: ${JSON.stringify(value)}`);
}
