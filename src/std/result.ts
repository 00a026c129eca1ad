/**
 * Results: a value or the reason there is none.
 *
 * Everything that reads from outside (text, links, files) answers with one of these instead of throwing, so that the
 * compiler makes the caller look at the failure.
 */

/** Either a value, or an error that explains why there is none. */
export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** A success. */
export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

/** A failure. */
export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
