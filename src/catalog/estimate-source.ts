/** What a client would send, by its rate and the weights of its classes and links, and how long it would wait. */

import { mixOf } from '../mechanisms/traffic/mix.ts';
import { mean } from '../std/distribution.ts';
import type { ValuesOf } from '../std/parameter.ts';
import { traceLength, traceTotal } from '../std/trace.ts';
import type { Doubt, Estimator, Given, Source } from './estimate.ts';
import { answersOver, noShares, passOn, type Shares } from './estimate-relay.ts';
import type { CLIENT_PARAMETERS } from './source-parameters.ts';

type Values = ValuesOf<typeof CLIENT_PARAMETERS>;

interface Chosen {
  readonly classes: readonly string[];
}

type Sent = Source & { readonly keys: number; readonly skew: number };

function sourceOf(values: Values): Sent {
  const { keys, skew } = values;
  if (values.loop === 'closed') return { is: 'closed', users: values.users, think: mean(values.think), keys, skew };
  if (values.loop === 'trace') return { ...recorded(values), keys, skew };
  if (values.loop === 'watch') return { ...watching(values), keys, skew };
  const doubts = fromBrowsers(values);
  if (values.arrivals === 'bursty') {
    const text = `Requests come in bursts of ${values.burstFactor} times the rate: calls wait longer than any formula for steady traffic says.`;
    doubts.push({ text, hides: 'time' });
  }
  const changesAt = values.shape === 'steady' ? Infinity : values.shapeStart;
  return { is: 'open', rate: values.rate, scv: values.arrivals === 'even' ? 0 : 1, doubts, changesAt, keys, skew };
}

/** Reads that browsers answer themselves are not known before a run. */
function fromBrowsers(values: Values): Doubt[] {
  return values.browserCache
    ? [{ text: 'Browsers answer some reads themselves: fewer requests leave than is said here.', hides: 'all' }]
    : [];
}

/** A trace at its mean rate; unless all its intervals are alike, times follow its peaks. */
function recorded(values: Values): Source {
  const { trace, traceScale } = values;
  const seconds = traceLength(trace) / 1000;
  const rate = seconds > 0 ? (traceTotal(trace) * traceScale) / seconds : 0;
  const alike = new Set(trace.values).size <= 1;
  const doubts = fromBrowsers(values);
  if (!alike) doubts.push({ text: 'Traffic follows a recorded trace: this is its mean rate, and its peaks wait longer.', hides: 'time' });
  if (!values.traceRepeat) doubts.push({ text: 'The trace is not repeated: nothing is sent when it is over.', hides: 'none' });
  return { is: 'open', rate, scv: values.arrivals === 'even' ? 0 : 1, doubts, changesAt: alike ? Infinity : 0 };
}

/** Polls come at a rate; how often those ask who are told of changes depends on the changes. */
function watching(values: Values): Source {
  const polls = values.learnBy === 'polling';
  const every = polls ? values.pollEvery : values.learnBy === 'websocket' ? values.pingEvery : 0;
  const rate = every > 0 ? (values.watchers * 1000) / every : 0;
  const doubts: Doubt[] = polls ? [] : [{ text: 'Its watchers are told of changes: how often depends on those who write.', hides: 'all' }];
  return { is: 'open', rate, scv: 1, doubts, changesAt: Infinity };
}

/** The estimate of a source that sends classes by weight over its links, from what it sends. */
export function sourceEstimate<V extends { readonly classes: readonly string[] }>(source: (values: V) => Sent): Estimator<V> {
  return { source, send: sendOf, serve: serveOf };
}

/** Which share of a class's requests takes each link, and which share of all requests each class is. */
function mixed(given: Given, values: Chosen): { readonly shares: Shares; readonly weights: Float64Array } {
  const { classes, far } = given;
  const sent = mixOf(classes, values.classes, far);
  const shares = noShares(given);
  const weights = new Float64Array(classes.length);
  sent.classes.forEach((cls, i) => {
    weights[cls] = sent.shares[i]! - (sent.shares[i - 1] ?? 0);
    const route = sent.routes[i]!;
    route.links.forEach((link, k) => {
      shares[far.findIndex((f) => f.link === link)]![cls] = route.shares[k]! - (route.shares[k - 1] ?? 0);
    });
  });
  return { shares, weights };
}

function sendOf(given: Given, values: Chosen) {
  const { shares, weights } = mixed(given, values);
  const { rate, scv } = given.source;
  return passOn(
    given,
    shares,
    weights.map((weight) => weight * rate),
    scv,
  );
}

function serveOf(given: Given, values: Chosen) {
  const { shares, weights } = mixed(given, values);
  const sent = given.far.length > 0;
  const lost = weights.some((weight, cls) => weight > 0 && !shares.some((row) => row[cls]! > 0));
  const doubts: Doubt[] = [];
  if (!sent) doubts.push({ text: 'It calls nothing yet: no link leaves it.', hides: 'all' });
  else if (given.classes.some(({ keys, hotShare, space }) => (keys ?? hotShare ?? space) !== undefined)) {
    doubts.push({
      text: 'Some classes have keys of their own, which is not reckoned with: caches may hit more often or less.',
      hides: 'none',
    });
  }
  if (sent && lost) doubts.push({ text: 'No link takes some of what it sends: that fails at once.', hides: 'time' });
  return {
    ...answersOver({ ...given, rates: weights.map((weight) => weight * given.source.rate) }, shares),
    utilisation: Number.NaN,
    wait: Number.NaN,
    resources: [],
    accepted: 1,
    scv: given.source.scv,
    p99: undefined,
    doubts,
    figures: {},
  };
}

export const clientEstimate: Estimator<Values> = sourceEstimate(sourceOf);
