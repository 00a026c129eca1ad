/** Advice on replicas that are drawn by themselves: whether they follow anybody, and whether they are asked what they can answer. */
import { isFeed } from '../../catalog/kind.ts';
import type { Fix } from '../command.ts';
import { newLink } from '../fresh.ts';
import { carries, classesIn, type Drawing, type Part, type Wire } from './drawing.ts';
import { type Rule, setting } from './rule.ts';

export const loneReplica: Rule = {
  id: 'lone-replica',
  title: 'A replica follows nobody',
  why: 'A replica holds what another part sends it. One that nothing is linked to knows only what was there before the run.',
  find: (drawing) =>
    drawing.parts
      .filter((part) => part.kind.follows === true && feederOf(drawing, part) === undefined)
      .map((part) => {
        const fix = follow(drawing, part);
        return {
          place: part.doc.id,
          message: `${part.doc.name} follows nobody: link a database to it, or it answers with what was there before the run.`,
          ...(fix === undefined ? {} : { fix }),
        };
      }),
};

export const writesToReplica: Rule = {
  id: 'writes-to-replica',
  title: 'Writes go to a replica',
  why: 'A replica takes no writes until it is promoted: it refuses every one of them.',
  find: ({ wires, design }) =>
    wires
      .filter((wire) => wire.to.kind.follows === true && wire.from.kind.choosesTarget !== true)
      .flatMap((wire) => {
        const carried = design.classes.filter(({ id, weight }) => weight > 0 && carries(wire, id) && sends(wire, id));
        const [reads, writes] = [carried.filter(({ write }) => !write), carried.filter(({ write }) => write)];
        if (writes.length === 0) return [];
        const message = `${wire.from.doc.name} sends writes to ${wire.to.doc.name}, which refuses them.`;
        const ids = reads.map(({ id }) => id);
        return [
          {
            place: wire.doc.id,
            message,
            fix: ids.length > 0 ? setting('Send it reads only', 'link', [wire.doc.id], 'classes', ids) : undefined,
          },
        ];
      }),
};

/** A source may send some classes only. */
function sends({ from }: Wire, id: string): boolean {
  const chosen = from.kind.role === 'source' ? classesIn(from.values) : [];
  return chosen.length === 0 || chosen.includes(id);
}

/** What feeds a part. */
function feederOf({ design, registry, parts }: Drawing, { doc, kind }: Part): Part | undefined {
  const from = design.links.find((one) => {
    const feeder = design.nodes.find(({ id }) => id === one.from);
    return one.to === doc.id && feeder !== undefined && isFeed(registry.kindOf(feeder.kind), kind);
  })?.from;
  return parts.find((part) => part.doc.id === from);
}

/** The one database there is feeds it. */
function follow({ design, parts }: Drawing, { doc, kind }: Part): Fix | undefined {
  const feeders = parts.filter((part) => part.kind.follows !== true && isFeed(part.kind, kind));
  const [only] = feeders;
  if (only === undefined || feeders.length > 1) return undefined;
  return { label: `Follow ${only.doc.name}`, commands: [{ do: 'add', nodes: [], links: [newLink(design, only.doc.id, doc.id)] }] };
}
