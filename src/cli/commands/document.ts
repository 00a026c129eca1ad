/** `check`, `link` and `open`: what is to be said of a document, and the document as a link and back. */
import { check } from '../../design/check.ts';
import { fileText } from '../../design/share/file.ts';
import { encodeLink } from '../../design/share/link.ts';
import { ENGINE_VERSION } from '../../run/session.ts';
import { readInput } from '../input.ts';
import { print, printJson, problemLines, tell } from '../output.ts';
import { execute } from './execute.ts';

/** Advice about a document; a document that cannot be read ends with exit code 2. */
export function checkCommand(source: string | undefined, json: boolean): number {
  const problems = check(readInput(source).design);
  if (json) printJson({ problems });
  else print(problems.length === 0 ? 'Nothing to remark.' : problemLines(problems));
  return 0;
}

/** The link of a document, sealed with the digest of its run unless `sealed` is false. */
export function linkCommand(source: string | undefined, sealed: boolean): number {
  const { design } = readInput(source);
  const digest = sealed ? execute(design).session.digest() : undefined;
  const link = `#${encodeLink({ design, digest, engine: ENGINE_VERSION })}`;
  tell(`${link.length} characters${digest === undefined ? '' : `, digest ${digest}`}`);
  print(link);
  return 0;
}

/** The document in a link. */
export function openCommand(source: string | undefined): number {
  print(fileText(readInput(source).design).trimEnd());
  return 0;
}
