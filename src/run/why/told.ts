/** An answer as sentences, for the command line, a post-mortem and whoever reads aloud; the page sets its numbers out as tables besides. */
import type { Design } from '../../design/document.ts';
import { formatQuantity } from '../../std/quantity.ts';
import type { PieceKind } from '../trace-path.ts';
import type { TailPart } from './tail.ts';
import type { Bottleneck, LinkAmplification, Why } from './why.ts';

/** Kinds of time, as they are said of a hop. */
export const KIND_WORDS: Readonly<Record<PieceKind, string>> = {
  queue: 'in line',
  work: 'at work',
  network: 'on the way',
  retry: 'between attempts',
  blocked: 'waiting for a connection',
};

type Names = Pick<Design, 'nodes' | 'links'>;

/** All that an answer says, the cause first; one line each. */
export function whyLines(why: Why, design: Names): readonly string[] {
  const lines: string[] = [why.verdict];
  why.causes.forEach(({ title, sentences, turned }, i) => {
    lines.push(`${i === 0 ? 'Cause' : 'Also'}: ${title}. ${[...sentences, ...turned].join(' ')}`);
  });
  if (why.loop?.outlives === true) lines.push(`It keeps itself going: ${why.loop.steps.join(' → ')}. What began it is over.`);
  if (why.bottleneck !== null) lines.push(bottleneckLine(why.bottleneck, design));
  for (const link of why.amplification) lines.push(amplificationLine(link, design));
  return lines;
}

export function bottleneckLine({ nodeId, arriving, capacity, utilisation, waiting, waitMs }: Bottleneck, design: Names): string {
  const can = capacity === null ? '' : ` of the ${rate(capacity)} that it can finish`;
  return `Busiest on the way: ${nameOf(nodeId, design)}, ${formatQuantity(utilisation, 'ratio', 2)} busy; ${rate(arriving)} arrive${can}; ${formatQuantity(waiting, 'count', 3)} wait on average, for ${ms(waitMs)} each.`;
}

export function amplificationLine({ linkId, callsPerSecond, attemptsPerSecond, factor }: LinkAmplification, design: Names): string {
  return `${linkName(linkId, design)}: ${rate(callsPerSecond)} of calls become ${rate(attemptsPerSecond)} of attempts (×${factor.toFixed(2)}).`;
}

/** Where a part of the tail lies: at a part for line and work, else on a link. */
export function placeOfTail({ from, to, kind }: TailPart, design: Names): string {
  return kind === 'queue' || kind === 'work' ? nameOf(to, design) : `${nameOf(from, design)} to ${nameOf(to, design)}`;
}

function linkName(linkId: string, design: Names): string {
  const link = design.links.find(({ id }) => id === linkId);
  return link === undefined ? linkId : `${nameOf(link.from, design)} to ${nameOf(link.to, design)}`;
}

function nameOf(id: string, { nodes }: Names): string {
  return nodes.find((node) => node.id === id)?.name || id;
}

function rate(value: number): string {
  return formatQuantity(value, 'perSecond', 3);
}

function ms(value: number): string {
  return formatQuantity(value, 'ms', 3);
}
