/**
 * The only writer of designs. A design and a command give a new design, or the reason why not; the old one is never
 * touched, and what did not change is shared with it. What comes out would pass `read` unchanged: values are judged by
 * the same code, and what goes takes along what spoke of it. A command that changes nothing gives the very same design.
 */
import { unreachable } from '../std/assert.ts';
import { err, ok, type Result } from '../std/result.ts';
import type { Command } from './command.ts';
import type { Design, Problem } from './document.ts';
import { type Editing, editing } from './edit/editing.ts';
import { add, move, place, remove, rename } from './edit/parts.ts';
import { describe, removeEntry, removeObjective, setEntries, setEntry, setObjective, setPrice, setScenario } from './edit/scenario.ts';
import { removeClass, setClass, setParam } from './edit/settings.ts';
import { read } from './read.ts';
import { CATALOG, type Registry } from './registry.ts';

export function apply(design: Design, command: Command, registry: Registry = CATALOG): Result<Design, Problem> {
  if (command.do === 'replace') {
    const replaced = read(command.design, registry);
    return replaced.ok ? replaced : err(first(replaced.error));
  }
  const at = editing(design, registry);
  const next = edited(at, command);
  return at.intake.problems.length === 0 ? ok(next) : err(first(at.intake.problems));
}

function edited(at: Editing, command: Exclude<Command, { do: 'replace' }>): Design {
  switch (command.do) {
    case 'add':
      return add(at, command);
    case 'remove':
      return remove(at, command);
    case 'move':
      return move(at, command);
    case 'rename':
      return rename(at, command);
    case 'place':
      return place(at, command);
    case 'set-param':
      return setParam(at, command);
    case 'set-class':
      return setClass(at, command);
    case 'remove-class':
      return removeClass(at, command);
    case 'set-entry':
      return setEntry(at, command);
    case 'set-entries':
      return setEntries(at, command);
    case 'remove-entry':
      return removeEntry(at, command);
    case 'set-objective':
      return setObjective(at, command);
    case 'remove-objective':
      return removeObjective(at, command);
    case 'set-scenario':
      return setScenario(at, command);
    case 'set-price':
      return setPrice(at, command);
    case 'describe':
      return describe(at, command);
    default:
      return unreachable(command);
  }
}

function first(problems: readonly Problem[]): Problem {
  return problems[0] ?? { code: 'refused', severity: 'error', place: '', message: 'This cannot be done.' };
}
