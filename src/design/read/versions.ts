/**
 * Versions of the document. Every version ever written stays readable: each entry of the list turns a document of the
 * version before into its own, as plain unjudged data, before anything is checked. Adding a parameter, a kind or a fault
 * needs no new version; changing what a field means or is called does.
 */

import { err, ok, type Result } from '../../std/result.ts';
import { DOCUMENT_VERSION, type Problem } from '../document.ts';
import { shown } from './intake.ts';

/** A step to version `to` from the one before it. It must not change what it is given, and must bear any nonsense. */
export interface Migration {
  readonly to: number;
  readonly migrate: (document: object) => object;
}

/** All steps, oldest first. A document that does not say its version comes before the first. */
export const MIGRATIONS: readonly Migration[] = [
  // The first version; documents without a number were written by hand in its shape.
  { to: 1, migrate: (document) => document },
];

/** The document in the newest version's shape, or why its version cannot be read. */
export function migrated(document: object, steps: readonly Migration[] = MIGRATIONS): Result<object, Problem> {
  const newest = steps.at(-1)?.to ?? DOCUMENT_VERSION;
  const said: unknown = Object.hasOwn(document, 'version') ? (document as { version: unknown }).version : undefined;
  const version = said === undefined ? 0 : said;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return refused('bad-version', `The version must be a whole number such as ${newest}, not ${shown(said)}.`);
  }
  if (version > newest) {
    return refused(
      'newer-version',
      `This was made with a newer version of Loadbearing (document version ${version}; this one reads up to ${newest}).`,
    );
  }
  return ok(steps.filter((step) => step.to > version).reduce((older, step) => step.migrate(older), document));
}

function refused(code: string, message: string): Result<never, Problem> {
  return err({ code, severity: 'error', place: 'version', message });
}
