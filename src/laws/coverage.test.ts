/**
 * The coverage list is held to its word: every proof that it names exists, and in the groups that are built every row has one and
 * names what a user works with.
 */
import { describe, expect, it } from 'vitest';
import { kindOf } from '../catalog/index.ts';
import type { Row } from '../coverage/row.ts';
import { COVERAGE } from '../coverage.ts';
import { EXAMPLES } from '../design/examples/index.ts';
import { PART_EXAMPLES } from '../design/examples/parts/index.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { faultOf } from '../faults/index.ts';
import { wrongReference } from './references.ts';

/** Groups that are built: by now all. */
const BUILT: readonly string[] = ['T', 'C', 'D', 'L', 'P', 'N', 'A', 'K', 'B', 'S', 'M', 'R', 'X', 'O'];

/** What is wrong with a word on what realises a row; words on charts and panels are for readers. */
function wrongPart(word: string): string | undefined {
  const [sort, name = ''] = word.split(' ');
  const [owner = '', parameter] = name.split('.');
  switch (sort) {
    case 'kind':
      return kindOf(name) ? undefined : `there is no kind ${name}`;
    case 'parameter':
      return parameter !== undefined && Object.hasOwn(kindOf(owner)?.params ?? {}, parameter) ? undefined : `there is no parameter ${name}`;
    case 'link':
      return Object.hasOwn(LINK_PARAMETERS, name) ? undefined : `links have no parameter ${name}`;
    case 'fault':
      return faultOf(name) ? undefined : `there is no fault ${name}`;
    case 'example':
      return [...EXAMPLES, ...PART_EXAMPLES].some((example) => example.id === name) ? undefined : `there is no example ${name}`;
    case 'chart':
    case 'panel':
    case 'command':
      return name === '' ? `${sort} what?` : undefined;
    default:
      return `"${word}" does not say what it is`;
  }
}

function complaints({ id, built, proof }: Row): string[] {
  return [...built.map(wrongPart), ...proof.map(wrongReference)].flatMap((wrong) => (wrong === undefined ? [] : [`${id}: ${wrong}`]));
}

const isBuilt = ({ id }: Row): boolean => BUILT.includes(id.charAt(0));

describe('the coverage list', () => {
  it('has each row once', () => {
    expect(new Set(COVERAGE.map(({ id }) => id)).size).toBe(COVERAGE.length);
    expect(COVERAGE.length).toBe(101);
  });

  it('names only what exists', () => {
    expect(COVERAGE.flatMap(complaints)).toEqual([]);
  });

  it('has a proof for every row of the groups that are built', () => {
    expect(COVERAGE.filter((row) => isBuilt(row) && (row.proof.length === 0 || row.built.length === 0)).map(({ id }) => id)).toEqual([]);
  });

  it('would be told of a part and of a proof that are gone', () => {
    const row = { id: 'Z1', concept: 'a wish', built: ['kind oracle', 'fault mood', 'magic'], proof: ['nowhere.test "is so"'] };
    expect(complaints(row)).toHaveLength(4);
  });
});
