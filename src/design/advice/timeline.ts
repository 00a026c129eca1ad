/** Advice on the scenario: entries that will do nothing, and figures that will stay empty. */
import { parseAddress, resolveAddress } from '../address.ts';
import type { Fix } from '../command.ts';
import { LIMITS } from '../document.ts';
import { duration, type Rule, roundUp } from './rule.ts';

export const afterTheEnd: Rule = {
  id: 'after-the-end',
  title: 'An entry after the end of the run',
  why: 'What is planned for a moment that never comes does not happen.',
  find: ({ design: { scenario } }) =>
    scenario.timeline
      .filter((entry) => entry.at >= scenario.durationMs)
      .map(({ id, at }) => ({
        place: id,
        message: `This is planned for ${duration(at)}, but the run ends at ${duration(scenario.durationMs)}.`,
        fix: { label: 'Run until after it', commands: [{ do: 'set-scenario', durationMs: Math.min(LIMITS.durationMs, roundUp(at + 1)) }] },
      })),
};

function removal(id: string): Fix {
  return { label: 'Remove it', commands: [{ do: 'remove-entry', ids: [id] }] };
}

export const emptyTarget: Rule = {
  id: 'empty-target',
  title: 'A fault where nothing stands',
  why: 'A fault in a zone or region without parts strikes nobody.',
  find: ({ design, registry }) =>
    design.scenario.timeline.flatMap((entry) => {
      const address = entry.type === 'fault' ? parseAddress(entry.target) : undefined;
      const covered = address?.ok ? resolveAddress(address.value, design, registry) : undefined;
      if (entry.type !== 'fault' || !covered?.ok) return [];
      const { sort, sides, instances, links } = covered.value;
      const nobody = sides === undefined ? instances.length + links.length === 0 : sides.some((side) => side.length === 0);
      const empty = nobody && sort !== 'class';
      return empty
        ? [{ place: entry.id, message: `Nothing stands at ${entry.target}, so this fault strikes nobody.`, fix: removal(entry.id) }]
        : [];
    }),
};

export const nothingMeasured: Rule = {
  id: 'nothing-measured',
  title: 'The warm-up lasts the whole run',
  why: 'Totals leave out what happens during the warm-up.',
  find: ({ design: { scenario } }) =>
    scenario.warmupMs < scenario.durationMs
      ? []
      : [
          {
            place: 'scenario.warmupMs',
            message: `The warm-up of ${duration(scenario.warmupMs)} is as long as the run of ${duration(scenario.durationMs)}: nothing is left to measure.`,
            fix: {
              label: 'Cut it to a tenth of the run',
              commands: [{ do: 'set-scenario', warmupMs: Math.floor(scenario.durationMs / 10) }],
            },
          },
        ],
};
