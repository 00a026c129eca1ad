/** Compiles the links of a design: network, policy and choice of copy from their parameters. */

import type { LinkDoc } from '../design/document.ts';
import { Link } from '../engine/link.ts';
import { Breaker } from '../engine/policy/breaker.ts';
import { LINK_PARAMETERS } from '../engine/policy/link-parameters.ts';
import { Pool } from '../engine/policy/pool.ts';
import { type Jitter, Retry, type RetryOn, type RetrySettings } from '../engine/policy/retry.ts';
import type { Sim } from '../engine/sim.ts';
import { newBalancer } from '../mechanisms/balance/index.ts';
import { LinkChooser } from '../mechanisms/balance/link-chooser.ts';
import { Sampler } from '../std/distribution.ts';
import { valuesOf } from '../std/parameter.ts';
import { Stream } from '../std/random.ts';
import { NS_PER_MS, NS_PER_S } from '../std/units.ts';
import { compileConnections } from './compile-connections.ts';
import { breakerSettings, configureMore, type LinkEnds, type LinkValues, morePolicy } from './compile-policies.ts';
import { mileMs, nearMs } from './placement.ts';

export function linkValues(doc: LinkDoc): LinkValues {
  return valuesOf(LINK_PARAMETERS, doc.params);
}

/** The engine's link for a document's. */
export function compileLink(doc: LinkDoc, values: LinkValues, ends: LinkEnds, sim: Sim): Link {
  const seed = sim.shape.seed;
  const name = `link-${doc.from}>${doc.to}`;
  const sole = !ends.chosenElsewhere && ends.targets === 1;
  const chooser =
    ends.chosenElsewhere || sole
      ? undefined
      : new LinkChooser(newBalancer(values.balance, new Stream(seed, `${name}/choice`)), ends.firstTarget, ends.targets, sim.requests);
  if (chooser !== undefined) sim.rotation.watch(ends.firstTarget, ends.targets, (i, takes) => chooser.allow(i, takes));
  const link = new Link({
    index: ends.index,
    from: ends.from,
    to: ends.to,
    latency: ownDelay(values),
    lastMile: ends.fromSource ? mileMs(values.access, ends.kindMile) * NS_PER_MS - ends.placedMile : 0,
    loss: values.loss,
    bandwidth: values.bandwidth / NS_PER_S,
    timeout: Math.round(values.timeout * NS_PER_MS),
    retry: values.retries > 0 ? new Retry(retrySettings(values)) : undefined,
    breaker: values.breaker && values.breakerFor === 'link' ? new Breaker(breakerSettings(values)) : undefined,
    pool: values.pool > 0 ? new Pool(values.pool, Math.round(values.poolWait * NS_PER_MS), ends.firstCaller, ends.callers) : undefined,
    chooser,
    sole: sole ? ends.firstTarget : -1,
    dataset: ends.dataset,
    seed,
    name,
    more: morePolicy(values, ends),
  });
  link.wander = values.wander * NS_PER_MS;
  link.connections = compileConnections(link, values, ends, sim);
  link.settle();
  return link;
}

/** A link's own delay; undefined: by placement. */
function ownDelay(values: LinkValues): Sampler | undefined {
  if (values.delay === 'own') return new Sampler(values.latency, NS_PER_MS);
  const near = nearMs(values.delay);
  return near === undefined ? undefined : new Sampler({ type: 'constant', value: near }, NS_PER_MS);
}

/** Applies changed values to a running link: everything but what the specs mark as not live. */
export function configureLink(link: Link, values: LinkValues): void {
  link.loss = values.loss;
  link.wander = values.wander * NS_PER_MS;
  link.bandwidth = values.bandwidth / NS_PER_S;
  link.timeout = Math.round(values.timeout * NS_PER_MS);
  if (values.retries === 0) link.retry = undefined;
  else if (link.retry === undefined) link.retry = new Retry(retrySettings(values));
  else link.retry.settings = retrySettings(values);
  if (!values.breaker || values.breakerFor === 'copy') link.breaker = undefined;
  else if (link.breaker === undefined) link.breaker = new Breaker(breakerSettings(values));
  else link.breaker.settings = breakerSettings(values);
  configureMore(link, values);
  if (link.pool !== undefined) link.pool.longestWait = Math.round(values.poolWait * NS_PER_MS);
  link.settle();
}

function retrySettings(values: LinkValues): RetrySettings {
  return {
    count: values.retries,
    first: Math.round(values.backoff * NS_PER_MS),
    longest: Math.round(values.backoffMax * NS_PER_MS),
    jitter: values.jitter as Jitter,
    budget: values.retryBudget,
    on: values.retryOn as RetryOn,
    heeds: values.heedsRetryAfter,
  };
}
