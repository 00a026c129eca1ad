/** How a fault is set before it strikes: its parameters, how long it lasts, and when. Pure, apart from the fresh ids of its entries. */
import type { FaultEntry } from '../../../src/design/document.ts';
import { lengthOf as plannedLength } from '../../../src/design/schedule.ts';
import type { Fault } from '../../../src/faults/fault.ts';
import type { NumberSpec, ParamBag, ParamValue } from '../../../src/std/parameter.ts';
import { sameValue } from '../subject.ts';

export interface Setup {
  readonly params: ParamBag;
  /** ms; 0 means until the end of the run. */
  readonly duration: number;
}

export function usualSetup(fault: Fault): Setup {
  return { params: {}, duration: fault.lasts };
}

/** Parameters with one of them set; what equals the default is left out, as in a document. */
export function withParam(fault: Fault, bag: ParamBag, name: string, value: ParamValue | undefined): ParamBag {
  const { [name]: _, ...others } = bag;
  return value === undefined || sameValue(value, fault.params[name]?.default) ? others : { ...others, [name]: value };
}

/** The duration of a fault as a setting, with the fault's own as default. */
export function durationSpec(fault: Fault, runMs: number): NumberSpec {
  return {
    type: 'number',
    unit: 'ms',
    label: 'Lasts',
    help: 'How long it lasts; then it heals.',
    group: 'When',
    source: 'chosen',
    live: false,
    min: 0,
    max: Math.max(runMs, fault.lasts),
    default: fault.lasts,
    whole: false,
    zero: 'to the end',
  }; // prettier-ignore
}

/** What the entry says about its length: nothing for a fault of one moment, or for one that stays. */
export function lengthOf(fault: Fault, { duration }: Setup): { readonly duration?: number } {
  return fault.lasts === 0 || duration === 0 ? {} : { duration };
}

/** The entry that puts a fault at a moment of the scenario. */
export function entryOf(fault: Fault, target: string, setup: Setup, at: number, id: string): FaultEntry {
  return { type: 'fault', id, at, fault: fault.id, target, params: setup.params, ...lengthOf(fault, setup) };
}

export type Phase = 'coming' | 'active' | 'past';

/** Where an entry stands at a moment. A fault of one moment is past as soon as it has struck. */
export function phaseOf(entry: FaultEntry, momentary: boolean, timeMs: number): Phase {
  if (timeMs < entry.at) return 'coming';
  const end = momentary && entry.repeat === undefined ? entry.at : entry.at + plannedLength(entry);
  return timeMs < end ? 'active' : 'past';
}
