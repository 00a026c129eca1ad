/** Examples of single parts as they are listed: by the group of their part, those that speak of what is sought. Pure. */
import { KINDS, kindOf } from '../../../src/catalog/index.ts';
import type { PartExample } from '../../../src/design/examples/parts/part-example.ts';
import { groupsOf } from '../../canvas/part-list.ts';

export interface PartExampleLine {
  readonly example: PartExample;
  /** Name of the kind it is about. */
  readonly kind: string;
  /** What it shows, in its first sentence. */
  readonly line: string;
}

export interface PartExampleGroup {
  readonly title: string;
  readonly lines: readonly PartExampleLine[];
}

export function examplesByGroup(examples: readonly PartExample[], sought: string): readonly PartExampleGroup[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean);
  return groupsOf(KINDS, '').flatMap(({ title, kinds }) => {
    const lines = kinds.flatMap(({ id }) => examples.filter((example) => example.kind === id && speaksOf(example, words)).map(lineOf));
    return lines.length === 0 ? [] : [{ title, lines }];
  });
}

function lineOf(example: PartExample): PartExampleLine {
  return {
    example,
    kind: kindOf(example.kind)?.name ?? example.kind,
    line: /^.*?[.:!?](?=\s|$)/.exec(example.watch)?.[0] ?? example.watch,
  };
}

/** Whether every word begins one of its title, its part's name or what is told of it. */
export function speaksOf(
  { kind, design, watch }: Pick<PartExample, 'design' | 'watch'> & { readonly kind?: string },
  words: readonly string[],
): boolean {
  const text = `${design.title} ${kind === undefined ? '' : kindOf(kind)?.name} ${watch}`.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  return words.every((word) => ` ${text}`.includes(` ${word}`));
}
