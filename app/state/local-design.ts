/**
 * A stand-in for design/apply and design/history until they land: the same signatures, the plainest behaviour.
 */
import type { Command } from '../../src/design/command.ts';
import { type Design, DOCUMENT_VERSION, type Problem } from '../../src/design/document.ts';
import { ok, type Result } from '../../src/std/result.ts';

export function emptyDesign(): Design {
  const scenario = { seed: 1, durationMs: 60_000, warmupMs: 0, timeline: [], objectives: [] };
  const all = { id: 'request', name: 'Request', route: '/', write: false, weight: 1, bytesUp: 1_000, bytesDown: 10_000 };
  return { version: DOCUMENT_VERSION, title: 'Untitled', about: '', classes: [all], nodes: [], links: [], scenario };
}

export function apply(design: Design, command: Command): Result<Design, Problem> {
  switch (command.do) {
    case 'add':
      return ok({ ...design, nodes: [...design.nodes, ...command.nodes], links: [...design.links, ...command.links] });
    case 'remove': {
      const nodes = design.nodes.filter((node) => !command.nodes.includes(node.id));
      const gone = (id: string) => command.nodes.includes(id);
      const links = design.links.filter((link) => !command.links.includes(link.id) && !gone(link.from) && !gone(link.to));
      return ok({ ...design, nodes, links });
    }
    case 'move':
      return ok({ ...design, nodes: design.nodes.map((node) => ({ ...node, ...command.to[node.id] })) });
    case 'rename':
      return ok({ ...design, nodes: design.nodes.map((node) => (node.id === command.node ? { ...node, name: command.name } : node)) });
    case 'place': {
      const { region, zones } = command;
      return ok({ ...design, nodes: design.nodes.map((node) => (command.nodes.includes(node.id) ? { ...node, region, zones } : node)) });
    }
    case 'set-param': {
      const { param, value, ids } = command;
      const set = <T extends { id: string; params: object }>(thing: T): T => {
        if (!ids.includes(thing.id)) return thing;
        const { [param as never]: _, ...rest } = thing.params as Record<string, unknown>;
        return { ...thing, params: value === undefined ? rest : { ...rest, [param]: value } };
      };
      return ok(command.of === 'node' ? { ...design, nodes: design.nodes.map(set) } : { ...design, links: design.links.map(set) });
    }
    case 'set-scenario': {
      const { do: _, ...patch } = command;
      return ok({ ...design, scenario: { ...design.scenario, ...patch } });
    }
    case 'set-entry': {
      const timeline = [...design.scenario.timeline.filter((entry) => entry.id !== command.entry.id), command.entry];
      return ok({ ...design, scenario: { ...design.scenario, timeline: timeline.sort((a, b) => a.at - b.at) } });
    }
    case 'remove-entry':
      return ok({
        ...design,
        scenario: { ...design.scenario, timeline: design.scenario.timeline.filter((entry) => !command.ids.includes(entry.id)) },
      });
    case 'describe':
      return ok({ ...design, title: command.title, about: command.about });
    case 'replace':
      return ok(command.design);
    default:
      return ok(design);
  }
}
