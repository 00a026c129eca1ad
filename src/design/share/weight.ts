/** What one setting adds to the length of a link, about: written and packed alone, since in company it can only be shorter. */
import { deflateSync } from 'fflate';
import type { ParamValue } from '../../std/parameter.ts';
import { ColumnWriter, type Value } from './column-writer.ts';
import { WORDS } from './lexicon.ts';

/** Characters of base64url for each byte. */
const PER_BYTE = 4 / 3;

export function linkCharacters(value: ParamValue): number {
  const out = new ColumnWriter(WORDS);
  out.value(value as Value);
  return Math.ceil(deflateSync(out.finish(), { level: 9, mem: 6 }).length * PER_BYTE);
}
