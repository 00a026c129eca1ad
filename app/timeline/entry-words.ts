/**
 * Timeline entries in words: the accessible name, the few characters on the bar, and the cause shown on hover. The registries are
 * looked up by the caller's functions, so that an entry of a fault or parameter that this build lacks is still shown.
 */
import type { Kind } from '../../src/catalog/kind.ts';
import { conditionText } from '../../src/design/condition-doc.ts';
import type { ChangeEntry, Design, FaultEntry, StopEntry, TimelineEntry } from '../../src/design/document.ts';
import { beginningOf, probeName } from '../../src/design/schedule.ts';
import { traceWords } from '../../src/design/trace-text.ts';
import type { Fault } from '../../src/faults/fault.ts';
import { unreachable } from '../../src/std/assert.ts';
import { describe } from '../../src/std/distribution-curve.ts';
import { type ParamSpec, type ParamSpecs, type ParamValue, valueIn, valuesOf } from '../../src/std/parameter.ts';
import { formatQuantity } from '../../src/std/quantity.ts';
import type { Trace } from '../../src/std/trace.ts';
import { clockText } from '../ui/plot-area.ts';
import { addressWords } from './address.ts';

export interface Words {
  readonly design: Design;
  readonly faultOf: (id: string) => Fault | undefined;
  readonly kindOf: (id: string) => Kind | undefined;
  readonly linkSpecs: ParamSpecs;
}

function isTrace(value: readonly string[] | Trace): value is Trace {
  return !Array.isArray(value);
}

/** A parameter's value as people read it. */
export function valueWords(spec: ParamSpec | undefined, value: ParamValue): string {
  if (typeof value === 'number') {
    if (spec?.type !== 'number') return String(value);
    return value === 0 && spec.zero !== undefined ? spec.zero : formatQuantity(value, spec.unit);
  }
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (typeof value === 'string') return spec?.type === 'choice' ? (spec.options.find((o) => o.value === value)?.label ?? value) : value;
  if ('type' in value) return describe(value);
  if (!isTrace(value)) return value.length === 0 ? 'all' : value.join(', ');
  return traceWords(value);
}

/** How long a fault of an entry lasts as far as its kind goes: false for a fault of one moment. */
export function lastsOf(faultOf: Words['faultOf'], fault: string): boolean {
  return faultOf(fault)?.lasts !== 0;
}

/** The name that assistive technology reads: `Crash on db from 20 s to 30 s`. */
export function entryName(words: Words, entry: TimelineEntry): string {
  switch (entry.type) {
    case 'fault':
      return `${words.faultOf(entry.fault)?.name ?? entry.fault} on ${addressWords(words.design, entry.target)} ${span(words, entry)}`;
    case 'change':
      return `${capital(changeWords(words, entry))} at ${clockText(entry.at)}`;
    case 'note':
      return `Note “${entry.text}” at ${clockText(entry.at)}`;
    case 'stop':
      return `${stopWords(words, entry)}, from ${clockText(entry.at)}`;
    case 'probe':
      return `Probe ${probeName(entry, words.design)} ${stretchWords(entry)}`;
    case 'chaos':
      return `Random faults ${stretchWords(entry)}`;
    case 'wear':
      return `Background failures of ${addressWords(words.design, entry.target)} ${stretchWords(entry)}`;
    default:
      return unreachable(entry);
  }
}

function span(words: Words, entry: FaultEntry): string {
  if (!lastsOf(words.faultOf, entry.fault)) return `at ${clockText(entry.at)}`;
  return stretchWords(entry);
}

function stretchWords({ at, duration }: { readonly at: number; readonly duration?: number }): string {
  return duration === undefined ? `from ${clockText(at)} to the end` : `from ${clockText(at)} to ${clockText(at + duration)}`;
}

function stopWords({ design }: Words, { does, when }: StopEntry): string {
  return `${does === 'pause' ? 'Pause' : 'Stop'} when ${conditionText(when, design)}`;
}

/** What else is said of an entry: what it waits for, how often it comes, that it is muted. Empty when nothing is. */
export function traitWords({ design }: Words, entry: TimelineEntry): string {
  const { when, after } = beginningOf(entry);
  const before = design.scenario.timeline.find(({ id }) => id === after?.entry);
  const said: (string | undefined)[] = [
    when === undefined ? undefined : `begins when ${conditionText(when, design)}`,
    after === undefined
      ? undefined
      : `begins ${after.offset === 0 ? '' : `${formatQuantity(after.offset, 'ms')} `}after ${before?.id ?? after.entry} ends`,
  ];
  if (entry.type === 'fault') {
    const { ramp, fall, repeat } = entry;
    if (ramp !== undefined) said.push(`grows over ${formatQuantity(ramp, 'ms')}`);
    if (fall !== undefined) said.push(`recedes over ${formatQuantity(fall, 'ms')}`);
    if (repeat !== undefined) {
      const times = repeat.times === undefined ? 'again and again' : `${repeat.times} times`;
      said.push(`comes ${times}, every ${formatQuantity(repeat.every, 'ms')}`);
    }
  }
  if (entry.group !== undefined) said.push(`in the group “${entry.group}”`);
  if (entry.muted === true) said.push('muted');
  return said.filter((one) => one !== undefined).join(' · ');
}

/** The label beside the mark: `db/2 slow ×8`, `you: clients rate 1.5k/s → 2k/s`, the note's text. */
export function entryLabel(words: Words, entry: TimelineEntry): string {
  switch (entry.type) {
    case 'fault':
      return `${addressWords(words.design, entry.target)} ${faultBadge(words.faultOf(entry.fault), entry)}`;
    case 'change':
      return `you: ${changeWords(words, entry)}`;
    case 'note':
      return entry.text;
    case 'stop':
      return stopWords(words, entry);
    case 'probe':
      return probeName(entry, words.design);
    case 'chaos':
      return `random faults, ${entry.perMinute} a minute`;
    case 'wear':
      return `${addressWords(words.design, entry.target)} fails every ${formatQuantity(entry.mtbf, 'ms')}`;
    default:
      return unreachable(entry);
  }
}

function faultBadge(fault: Fault | undefined, entry: FaultEntry): string {
  return fault === undefined ? entry.fault : fault.badge(valuesOf(fault.params, entry.params));
}

const changeWords = (words: Words, entry: ChangeEntry): string => sweepWords(words, entry, entry);

/** The spec of the parameter that a change sets; undefined when part or parameter are not there. */
export function specOfChange(words: Words, entry: ChangeEntry): ParamSpec | undefined {
  return targetOf(words, entry).spec;
}

interface ChangeTarget {
  readonly name: string;
  readonly specs: ParamSpecs;
  readonly spec: ParamSpec | undefined;
  readonly bag: Readonly<Record<string, ParamValue>>;
}

function targetOf({ design, kindOf, linkSpecs }: Words, { target, param }: ChangeEntry): ChangeTarget {
  const node = design.nodes.find((one) => one.id === target);
  const link = design.links.find((one) => one.id === target);
  const specs = node !== undefined ? (kindOf(node.kind)?.params ?? {}) : link !== undefined ? linkSpecs : {};
  const name = node?.name ?? (link === undefined ? target : addressWords(design, `${link.from}>${link.to}`));
  return { name, specs, spec: Object.hasOwn(specs, param) ? specs[param] : undefined, bag: node?.params ?? link?.params ?? {} };
}

/** What the parameter was just before this entry: an earlier change, else the drawing, else the default. */
function valueBefore(words: Words, entry: ChangeEntry): ParamValue | undefined {
  let latest: ChangeEntry | undefined;
  for (const other of words.design.scenario.timeline) {
    if (other === entry || other.type !== 'change' || other.target !== entry.target || other.param !== entry.param) continue;
    if (other.at <= entry.at && other.id !== entry.id && (latest === undefined || other.at >= latest.at)) latest = other;
  }
  if (latest !== undefined) return latest.value;
  const { specs, spec, bag } = targetOf(words, entry);
  return spec === undefined ? undefined : valueIn(specs, bag, entry.param);
}

/** A row of changes of one setting: `Clients rate 1k/s → 2k/s in 12 steps from 2 s to 5 s`. */
export function sweepName(words: Words, steps: readonly ChangeEntry[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `${capital(sweepWords(words, first, last))} in ${steps.length} steps from ${clockText(first.at)} to ${clockText(last.at)}`;
}

export function sweepLabel(words: Words, steps: readonly ChangeEntry[]): string {
  const [first, last] = [steps[0], steps.at(-1)];
  return first === undefined || last === undefined ? '' : `you: ${sweepWords(words, first, last)}`;
}

function sweepWords(words: Words, first: ChangeEntry, last: ChangeEntry): string {
  const { spec, name } = targetOf(words, first);
  const before = valueBefore(words, first);
  const label = spec === undefined ? first.param : spec.label.toLowerCase();
  const from = before === undefined ? '' : `${valueWords(spec, before)} `;
  return `${name} ${label} ${from}→ ${valueWords(spec, last.value)}`;
}

/** What went wrong, in a sentence and its settings: what a hover shows. */
export function entryCause(words: Words, entry: TimelineEntry): string {
  const traits = traitWords(words, entry);
  return [deedWords(words, entry), traits === '' ? '' : `${capital(traits)}.`].join(' ').trim();
}

function deedWords(words: Words, entry: TimelineEntry): string {
  if (entry.type === 'note') return entry.text;
  if (entry.type === 'stop') return `${stopWords(words, entry)}: looked at from ${clockText(entry.at)} on, as each chart window ends.`;
  if (entry.type === 'probe') return 'Says whether what should hold before, during and after faults did hold.';
  if (entry.type === 'chaos') {
    const kinds = entry.faults.map((id) => words.faultOf(id)?.name ?? id).join(', ');
    return `Strikes ${entry.perMinute} times a minute on average, at most ${entry.most} at once: ${kinds}.`;
  }
  if (entry.type === 'wear') {
    return `Each copy is up for ${formatQuantity(entry.mtbf, 'ms')} and down for ${formatQuantity(entry.mttr, 'ms')} on average, by chance.`;
  }
  if (entry.type === 'change') {
    const { spec } = targetOf(words, entry);
    return `${capital(changeWords(words, entry))}.${spec === undefined ? '' : ` ${spec.help}`}`;
  }
  const fault = words.faultOf(entry.fault);
  if (fault === undefined) return `This version does not know the fault “${entry.fault}”.`;
  const settings = Object.entries(fault.params).map(
    ([name, spec]) => `${spec.label}: ${valueWords(spec, valueIn(fault.params, entry.params, name))}`,
  );
  return [fault.summary, settings.join(' · ')].join(' ').trim();
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
