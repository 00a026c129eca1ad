/** The design as a Mermaid flowchart: parts, links, regions. Names stand in quotes with every mark that Mermaid reads as its own written out. */
import type { Design } from '../../src/design/document.ts';

export function mermaidText({ nodes, links }: Pick<Design, 'nodes' | 'links'>): string {
  const place = new Map(nodes.map(({ id }, i) => [id, `n${i}`]));
  const node = (one: Design['nodes'][number], indent: string): string => `${indent}${place.get(one.id)}["${quoted(one.name)}"]`;
  const regions = [...new Set(nodes.map(({ region }) => region))].filter((region) => region !== '');
  return [
    'flowchart LR',
    ...nodes.filter(({ region }) => region === '').map((one) => node(one, '  ')),
    ...regions.flatMap((region, i) => [
      `  subgraph r${i}["${quoted(region)}"]`,
      ...nodes.filter((one) => one.region === region).map((one) => node(one, '    ')),
      '  end',
    ]),
    ...links.map(({ from, to }) => `  ${place.get(from)} --> ${place.get(to)}`),
    '',
  ].join('\n');
}

/** Everything but letters, digits, spaces and a few plain marks as its number. */
function quoted(text: string): string {
  return text.replace(/[^\p{Letter}\p{Number} .,:/()_-]/gu, (mark) => `#${mark.codePointAt(0)};`);
}
