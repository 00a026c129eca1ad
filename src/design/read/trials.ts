/** Reading the entries that try a design out: random faults, background failures, stop conditions and probes. */

import { type Covered, parseAddress, printAddress, resolveAddress } from '../address.ts';
import type { ChaosEntry, HypothesisDoc, Phase, ProbeEntry, StopEntry, WearEntry } from '../document.ts';
import { LIMITS, PHASES } from '../document.ts';
import { readCondition } from './condition.ts';
import { type Head, type MaybeDrawing, misfit, readBeginning, readDuration, readTarget, SPAN } from './entry-parts.ts';
import { type Fields, grouped, type Range, shown } from './intake.ts';
import type { Surroundings } from './parts.ts';

const RATE: Range = { min: 0.01, max: 6_000, whole: false, unit: 'count' };
const MOST: Range = { min: 1, max: 100, whole: true, unit: 'count' };

export function readChaos(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): ChaosEntry {
  const faults = wordsOf(around, fields, 'faults', 'kinds of fault');
  const targets = wordsOf(around, fields, 'targets', 'targets');
  const known = faults.flatMap((id) => {
    const fault = around.registry.faultOf(id);
    if (fault === undefined) fields.refuse('faults', 'unknown-fault', `There is no fault called ${shown(id)}.`);
    return fault ?? [];
  });
  const aims = targets.flatMap((text, i) => aimOf(around, fields, text, i, drawing) ?? []);
  if (drawing !== undefined && known.length === faults.length && aims.length === targets.length) {
    for (const fault of known) {
      const wrongs = aims.map(({ covered }) => misfit(fault, covered, drawing, around));
      if (wrongs.every((wrong) => wrong !== undefined))
        fields.refuse('faults', 'wrong-target', wrongs[0] ?? `${fault.name} has no target.`);
    }
  }
  const entry: ChaosEntry = {
    type: 'chaos',
    ...head,
    perMinute: fields.number('perMinute', RATE, 6),
    lasts: fields.number('lasts', SPAN, 5_000),
    most: fields.number('most', MOST, 1),
    faults: known.map(({ id }) => id),
    targets: aims.map(({ text }) => text),
    ...readDuration(fields, SPAN),
    ...readBeginning(around, fields, drawing),
  };
  bounded(fields, 'perMinute', ((entry.duration ?? LIMITS.durationMs) / 60_000) * entry.perMinute, entry.duration);
  return entry;
}

/** A list of different texts, one at least. */
function wordsOf(around: Surroundings, fields: Fields, name: string, things: string): readonly string[] {
  const found: string[] = [];
  fields.list(name, LIMITS.choices, things).forEach((raw, i) => {
    if (typeof raw !== 'string') around.intake.refuse(`${fields.at(name)}[${i}]`, 'wrong-type', `This must be text, not ${shown(raw)}.`);
    else if (!found.includes(raw)) found.push(raw);
  });
  if (found.length === 0) fields.refuse(name, 'missing', `Random faults need ${things} to choose from.`);
  return found;
}

function aimOf(
  around: Surroundings,
  fields: Fields,
  raw: string,
  i: number,
  drawing: MaybeDrawing,
): { text: string; covered: Covered } | undefined {
  const address = parseAddress(raw);
  const covered = address.ok && drawing !== undefined ? resolveAddress(address.value, drawing, around.registry) : undefined;
  const wrong = address.ok ? (covered?.ok === false ? covered.error : undefined) : address.error;
  if (wrong !== undefined) around.intake.refuse(`${fields.at('targets')}[${i}]`, wrong.code, wrong.message);
  return address.ok && covered?.ok ? { text: printAddress(address.value), covered: covered.value } : undefined;
}

/** More strikes than anybody could look at are refused; what lasts to the end of the run is judged when the run is known. */
function bounded(fields: Fields, name: string, expected: number, duration: number | undefined): void {
  if (duration === undefined || expected <= LIMITS.strikes) return;
  fields.refuse(
    name,
    'too-many',
    `About ${grouped(Math.round(expected))} failures are to be expected; at most ${grouped(LIMITS.strikes)}.`,
  );
}

export function readWear(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): WearEntry {
  const aim = readTarget(around, fields, drawing);
  const crash = around.registry.faultOf('crash');
  if (aim !== undefined && drawing !== undefined && crash !== undefined) {
    const wide = aim.covered.sort === 'zone' || aim.covered.sort === 'region';
    const wrong = wide ? undefined : misfit(crash, aim.covered, drawing, around);
    if (wrong !== undefined) fields.refuse('target', 'wrong-target', wrong);
    else if (aim.covered.sort === 'leader')
      fields.refuse('target', 'wrong-target', 'Wear is of machines, whoever leads: aim it at the part.');
  }
  for (const name of ['mtbf', 'mttr']) if (!fields.has(name)) fields.refuse(name, 'missing', `${name} is missing: a mean time in ms.`);
  const entry: WearEntry = {
    type: 'wear',
    ...head,
    target: aim?.text ?? '',
    mtbf: fields.number('mtbf', SPAN, 60_000),
    mttr: fields.number('mttr', SPAN, 5_000),
    ...readDuration(fields, SPAN),
    ...readBeginning(around, fields, drawing),
  };
  const cycles = (entry.duration ?? 0) / (entry.mtbf + entry.mttr);
  bounded(fields, 'mtbf', cycles * (aim?.covered.instances.length ?? 1), entry.duration);
  return entry;
}

export function readStop(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): StopEntry | undefined {
  if (!fields.has('when')) fields.refuse('when', 'missing', 'when is missing: the condition that stops the run.');
  const when = fields.has('when') ? readCondition(around, fields.raw('when'), fields.at('when'), drawing) : undefined;
  const does = fields.has('does') ? fields.word('does') : 'end';
  if (does !== 'end' && does !== 'pause') fields.refuse('does', 'unknown-option', `does is "end" or "pause", not ${shown(does)}.`);
  return when === undefined ? undefined : { type: 'stop', ...head, when, does: does === 'pause' ? 'pause' : 'end' };
}

export function readProbe(around: Surroundings, fields: Fields, head: Head, drawing: MaybeDrawing): ProbeEntry {
  const hypothesis: HypothesisDoc[] = [];
  fields.list('hypothesis', LIMITS.hypotheses, 'conditions').forEach((raw, i) => {
    const place = `${fields.at('hypothesis')}[${i}]`;
    const condition = readCondition(around, raw, place, drawing);
    if (condition !== undefined) hypothesis.push({ ...condition, phases: readPhases(around, raw, place) });
  });
  if (hypothesis.length === 0) fields.refuse('hypothesis', 'missing', 'A probe needs at least one condition that should hold.');
  return {
    type: 'probe',
    ...head,
    name: fields.line('name', LIMITS.nameLength, ''),
    hypothesis,
    ...readDuration(fields, SPAN),
    ...(fields.has('of') && { of: fields.id('of', LIMITS.idLength) }),
    ...(fields.has('recoverWithin') && { recoverWithin: fields.number('recoverWithin', SPAN, 1) }),
    ...readRecovery(fields),
  };
}

/** From when recovery counts, where not from the end of the fault. */
function readRecovery(fields: Fields): Pick<ProbeEntry, 'recoverFrom'> {
  if (!fields.has('recoverFrom')) return {};
  const from = fields.word('recoverFrom');
  if (from !== 'strike') fields.refuse('recoverFrom', 'unknown-option', `recoverFrom is "strike" or left out, not ${shown(from)}.`);
  if (!fields.has('recoverWithin')) fields.refuse('recoverWithin', 'missing', 'recoverWithin is missing: ms from the strike.');
  return { recoverFrom: 'strike' };
}

/** Absent: all of them. */
function readPhases(around: Surroundings, raw: unknown, place: string): readonly Phase[] {
  const fields = around.intake.fields(raw, place);
  if (fields === undefined || !fields.has('phases')) return PHASES;
  const named = fields.list('phases', PHASES.length, 'phases');
  const wrong = named.find((one) => !PHASES.some((phase) => phase === one));
  if (wrong !== undefined) fields.refuse('phases', 'unknown-option', `A phase is one of ${PHASES.join(', ')}; not ${shown(wrong)}.`);
  else if (named.length === 0) fields.refuse('phases', 'missing', 'A condition that should hold in no phase says nothing.');
  return PHASES.filter((phase) => named.includes(phase));
}
