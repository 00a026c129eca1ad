/**
 * THE list of famous outages, in the order of their dates: systems small enough to read in which the same mechanism does the same thing. Each
 * says in its own words what happened (with its source), what is modelled and what is left out; figures of the real event are those of the
 * source and nothing else. What a run must show is data, so that a test can hold it.
 */
import { assert } from '../../../std/assert.ts';
import type { Design } from '../../document.ts';
import { read } from '../../read.ts';
import cloudflare2019 from './cloudflare-2019.json';
import dynamodb2015 from './dynamodb-2015.json';
import facebook2021 from './facebook-2021.json';
import fastly2021 from './fastly-2021.json';
import github2018 from './github-2018.json';
import roblox2021 from './roblox-2021.json';
import s32017 from './s3-2017.json';
import slack2021 from './slack-2021.json';

/** What a run of an outage shows, s of simulated time and shares 0…1. */
export interface Signature {
  /** From when to when it is down, and the largest share that is answered then. */
  readonly down: { readonly from: number; readonly to: number; readonly atMost: number };
  /** From when it is well again, and the least share that is answered from then on. */
  readonly well: { readonly from: number; readonly atLeast: number };
  /** The mechanism that an inquiry must name, and the part. */
  readonly cause: string;
  readonly nodeId: string;
}

export interface Outage {
  readonly id: string;
  readonly design: Design;
  /** What to watch, in two sentences. */
  readonly watch: string;
  readonly signature: Signature;
}

export const OUTAGES: readonly Outage[] = [
  outage('dynamodb-2015', dynamodb2015, {
    down: { from: 15, to: 35, atMost: 0.6 },
    well: { from: 48, atLeast: 0.99 },
    cause: 'retry-storm',
    nodeId: 'metadata',
  }),
  outage('s3-2017', s32017, {
    down: { from: 11, to: 35, atMost: 0.02 },
    well: { from: 51, atLeast: 0.99 },
    cause: 'down',
    nodeId: 'index',
  }),
  // The East sends 60 of 100 requests. Its 20 workers are held for 8 round trips of 63 ms each: 39 a second of 60. Once the line is longer than
  // users wait (3 s: 117 calls, at 21 more a second), whatever is finished there is too late, and only the West's 40 are answered.
  outage('github-2018', github2018, {
    down: { from: 28, to: 44, atMost: 0.45 },
    well: { from: 50, atLeast: 0.99 },
    cause: 'workers-held',
    nodeId: 'site-east',
  }),
  outage('cloudflare-2019', cloudflare2019, {
    down: { from: 13, to: 36, atMost: 0.2 },
    well: { from: 41, atLeast: 0.99 },
    cause: 'slow-work',
    nodeId: 'wall',
  }),
  outage('slack-2021', slack2021, {
    down: { from: 25, to: 41, atMost: 0.7 },
    well: { from: 50, atLeast: 0.99 },
    cause: 'packet-loss',
    nodeId: 'back',
  }),
  outage('fastly-2021', fastly2021, {
    down: { from: 11, to: 34, atMost: 0.25 },
    well: { from: 36, atLeast: 0.99 },
    cause: 'errors',
    nodeId: 'edge',
  }),
  outage('facebook-2021', facebook2021, {
    down: { from: 17, to: 39, atMost: 0.02 },
    well: { from: 48, atLeast: 0.99 },
    cause: 'name-not-resolved',
    nodeId: 'name',
  }),
  outage('roblox-2021', roblox2021, {
    down: { from: 13, to: 43, atMost: 0.2 },
    well: { from: 50, atLeast: 0.99 },
    cause: 'slow-work',
    nodeId: 'consul',
  }),
];

function outage(id: string, document: unknown, signature: Signature): Outage {
  const design = read(document);
  assert(design.ok, `the outage ${id} can be read`);
  const [first = '', second = ''] = design.value.about.split(/(?<=\.) /);
  return { id, design: design.value, watch: `${first} ${second}`, signature };
}
