/** What retries cost: attempts per call on each link, and how they multiply along a chain. */
import type { Explanation } from './explain.ts';
import type { Connection, Facts } from './explain-facts.ts';

/** Retries below this share of the calls are no load worth a word (chosen). */
const NOTABLE = 0.05;
/** Links explained at most. */
const MOST = 2;
/** Share of retries that is advised as a budget (Finagle 20 %, gRPC and Envoy 10–20 %). */
const BUDGET = 0.1;

export function explainLinks(facts: Facts): Explanation[] {
  const notable = facts.connections.filter(isNotable).sort((a, b) => amplification(b) - amplification(a));
  // A link that is named as the upper end of a chain needs no word of its own.
  const said = new Set<Connection>();
  const found: Explanation[] = [];
  for (const connection of notable) {
    if (said.has(connection) || found.length === MOST) continue;
    const above = facts.into(connection.link.from).find(isNotable);
    if (above !== undefined) said.add(above);
    found.push(retryWords(facts, connection, above));
  }
  return found;
}

function isNotable({ report }: Connection): boolean {
  return report.calls > 0 && report.retries / report.calls >= NOTABLE;
}

function amplification({ report }: Connection): number {
  return (report.calls + report.retries) / Math.max(1, report.calls);
}

function retryWords(facts: Facts, connection: Connection, above: Connection | undefined): Explanation {
  const { words } = facts;
  const { report, name, link } = connection;
  const sentences = [
    `${words.count(report.calls)} calls became ${words.count(report.calls + report.retries)} attempts: retries multiply the load on ${facts.nameOf(link.to)} by ${words.times(amplification(connection)).replace('×', '')}.`,
  ];
  if (above !== undefined) {
    const together = words.times(amplification(above) * amplification(connection)).replace('×', ' attempts');
    sentences.push(`${above.name} retries too: together ${together} for each call.`);
  }
  if (report.breaker.opened > 0) {
    sentences.push(`Its breaker opened ${times(report.breaker.opened)} and kept ${words.count(report.breaker.shortCircuited)} calls away.`);
  }
  return { title: `Retries on ${name}`, sentences: [...sentences, nextStep(facts, connection, above)], nodeId: link.to };
}

function nextStep(facts: Facts, connection: Connection, above: Connection | undefined): string {
  if (above !== undefined) return `Next: retry in one place only; switch retries off on ${above.name}.`;
  const budget = Number(facts.linkSetting(connection, 'retryBudget'));
  if (budget === 0) return `Next: give ${connection.name} a retry budget of ${facts.words.share(BUDGET)}; it has none.`;
  if (budget > BUDGET)
    return `Next: lower the retry budget of ${connection.name} from ${facts.words.share(budget)} to ${facts.words.share(BUDGET)}.`;
  return `Next: find why calls to ${facts.nameOf(connection.link.to)} fail; the budget of ${facts.words.share(budget)} already limits retries.`;
}

const times = (count: number): string => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`);
