// The list of examples of single parts: each once, under the group of its part; found by the words that one would type.
import { expect, it } from 'vitest';
import { PART_EXAMPLES } from '../../../src/design/examples/parts/index.ts';
import { examplesByGroup } from './part-example-list.ts';

const idsOf = (sought: string) => examplesByGroup(PART_EXAMPLES, sought).flatMap(({ lines }) => lines.map(({ example }) => example.id));

it('lists every example once, under the group of its part', () => {
  expect(idsOf('').sort()).toEqual(PART_EXAMPLES.map(({ id }) => id).sort());
  const edge = examplesByGroup(PART_EXAMPLES, '').find(({ title }) => title === 'Names and edge');
  expect(edge?.lines.map(({ example }) => example.id)).toContain('cdn');
});

it('finds by the name of the part and by what is told', () => {
  expect(idsOf('content delivery')).toEqual(['cdn']);
  expect(idsOf('bulkhead')).toEqual(['bulkhead']);
  expect(idsOf('no such thingummy')).toEqual([]);
});

it('says of each what it shows in one sentence', () => {
  for (const { lines } of examplesByGroup(PART_EXAMPLES, '')) for (const { line } of lines) expect(line).toMatch(/^.{10,220}[.:!?]$/);
});
