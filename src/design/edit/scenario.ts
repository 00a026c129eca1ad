/** Edits of what happens and of what is written about a design: timeline, objectives, seed and lengths, title. */
import type { Command } from '../command.ts';
import { type ChangeEntry, type Design, LIMITS, type TimelineEntry } from '../document.ts';
import { Fields, grouped } from '../read/intake.ts';
import { oneLine, severalLines } from '../read/plain-text.ts';
import { readPrices } from '../read/prices.ts';
import { readLengths, readObjective } from '../read/scenario.ts';
import { inOrder, readEntry } from '../read/timeline.ts';
import { sameValue } from '../read/values.ts';
import { beginningOf } from '../schedule.ts';
import { type Editing, mapKept, withOne, without } from './editing.ts';

type Of<Name extends Command['do']> = Extract<Command, { do: Name }>;

export function setEntry(at: Editing, command: Of<'set-entry'>): Design {
  const { design, intake } = at;
  const { timeline } = design.scenario;
  const entry = readEntry(at, command.entry, command.entry.id, design);
  if (entry === undefined) return design;
  const before = timeline.find(({ id }) => id === entry.id);
  if (before === undefined && timeline.length >= LIMITS.timeline) {
    intake.refuse(entry.id, 'too-many', `The timeline has at most ${grouped(LIMITS.timeline)} entries.`);
  }
  return sameValue(before, entry) ? design : withScenario(design, { timeline: inOrder(intake, withOne(timeline, entry), (id) => id) });
}

export function setEntries(at: Editing, command: Of<'set-entries'>): Design {
  const { design, intake } = at;
  const gone = new Set(command.remove);
  let timeline = without(design.scenario.timeline, ({ id }) => gone.has(id));
  for (const raw of command.entries) {
    const entry = readEntry(at, raw, raw.id, design);
    if (
      entry !== undefined &&
      !sameValue(
        timeline.find(({ id }) => id === entry.id),
        entry,
      )
    )
      timeline = withOne(timeline, entry);
  }
  if (timeline.length > LIMITS.timeline) {
    intake.refuse('', 'too-many', `The timeline has at most ${grouped(LIMITS.timeline)} entries.`);
  }
  const next = inOrder(intake, untied(timeline), (id) => id);
  return sameValue(next, design.scenario.timeline) ? design : withScenario(design, { timeline: next });
}

export function removeEntry({ design }: Editing, command: Of<'remove-entry'>): Design {
  const ids = new Set(command.ids);
  const timeline = without(design.scenario.timeline, (entry) => ids.has(entry.id));
  return timeline === design.scenario.timeline ? design : withScenario(design, { timeline: untied(timeline) });
}

/** Whatever began after an entry that is gone begins where it stood; a probe that watched it watches all faults. */
export function untied(timeline: readonly TimelineEntry[]): readonly TimelineEntry[] {
  const ids = new Set(timeline.map(({ id }) => id));
  return mapKept(timeline, (entry) => {
    if (entry.type === 'probe' && entry.of !== undefined && !ids.has(entry.of)) {
      const { of: _, ...rest } = entry;
      return rest;
    }
    const { after } = beginningOf(entry);
    if (after === undefined || ids.has(after.entry)) return entry;
    const { after: _, ...rest } = entry as ChangeEntry;
    return rest;
  });
}

export function setObjective(at: Editing, command: Of<'set-objective'>): Design {
  const { design, intake } = at;
  const { objectives } = design.scenario;
  const objective = readObjective(at, command.objective, command.objective.id, design);
  if (objective === undefined) return design;
  const before = objectives.find(({ id }) => id === objective.id);
  if (before === undefined && objectives.length >= LIMITS.objectives) {
    intake.refuse(objective.id, 'too-many', `A design has at most ${LIMITS.objectives} objectives.`);
  }
  return sameValue(before, objective) ? design : withScenario(design, { objectives: withOne(objectives, objective) });
}

export function removeObjective({ design }: Editing, { id }: Of<'remove-objective'>): Design {
  const objectives = without(design.scenario.objectives, (objective) => objective.id === id);
  return objectives === design.scenario.objectives ? design : withScenario(design, { objectives });
}

export function setScenario({ design, intake }: Editing, command: Of<'set-scenario'>): Design {
  const next = { ...design.scenario, ...readLengths(new Fields(intake, command, 'scenario'), design.scenario) };
  return sameValue(next, design.scenario) ? design : { ...design, scenario: next };
}

export function describe({ design }: Editing, command: Of<'describe'>): Design {
  const title = oneLine(command.title, LIMITS.nameLength) || 'Untitled';
  const about = severalLines(command.about, LIMITS.textLength);
  return title === design.title && about === design.about ? design : { ...design, title, about };
}

export function setPrice({ design, intake }: Editing, { price, usd }: Of<'set-price'>): Design {
  const { prices: before = {}, ...rest } = design;
  const { [price]: _, ...others } = before;
  const next = readPrices(intake, usd === undefined ? others : { ...others, [price]: usd });
  if (sameValue(next, design.prices)) return design;
  return next === undefined ? rest : { ...rest, prices: next };
}

function withScenario(design: Design, change: Partial<Design['scenario']>): Design {
  return { ...design, scenario: { ...design.scenario, ...change } };
}
