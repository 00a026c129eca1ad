/** What a link or file of a design holds, counted, in words (C18). Pure. */
import type { Design } from '../../src/design/document.ts';

/** Sentences that together name everything that leaves this device with the link. */
export function contentsOf(design: Design, digest: string | undefined): readonly string[] {
  const { nodes, links, classes, scenario, about } = design;
  const of = (type: string): number => scenario.timeline.filter((entry) => entry.type === type).length;
  const entries = [counted(of('fault'), 'fault'), counted(of('change'), 'change'), counted(of('note'), 'note')].filter((one) => one !== '');
  return [
    listed([
      'the title',
      about !== '' && 'the description',
      counted(nodes.length, 'part'),
      counted(links.length, 'link'),
      counted(classes.length, 'request class', 'request classes'),
    ]),
    entries.length === 0 ? 'an empty timeline' : `a timeline with ${listed(entries)}`,
    `seed ${scenario.seed}, ${scenario.durationMs / 1_000} s long${scenario.warmupMs > 0 ? `, of which ${scenario.warmupMs / 1_000} s warm-up` : ''}`,
    ...(scenario.objectives.length > 0 ? [counted(scenario.objectives.length, 'objective')] : []),
    ...(digest === undefined ? [] : [`how the run must end: digest ${digest}`]),
  ];
}

function counted(count: number, one: string, many = `${one}s`): string {
  return count === 0 ? '' : `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;
}

function listed(words: readonly (string | false)[]): string {
  const all = words.filter((word): word is string => word !== false && word !== '');
  return all.length < 2 ? (all[0] ?? '') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
