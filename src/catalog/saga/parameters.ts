/** What can be set on a saga. */
import { choice, flag, number } from '../../engine/policy/parameters/spec.ts';
import type { ParamSpecs, ValuesOf } from '../../std/parameter.ts';
import { instancesSpec } from '../kind.ts';

export const SAGA_PARAMETERS = {
  instances: instancesSpec(2),
  style: choice({
    label: 'Led by',
    group: 'Saga',
    default: 'orchestrated',
    live: false,
    source: 'Garcia-Molina and Salem 1987; microservices.io: orchestration and choreography',
    help: 'Who sees to it that the next step is done.',
    options: [
      {
        value: 'orchestrated',
        label: 'an orchestrator',
        help: 'It calls step after step, and turns back when one fails or does not answer in time.',
      },
      {
        value: 'events',
        label: 'events (choreography)',
        help: 'Each step is an event that is delivered until it is handled: an outage makes sagas wait, only a refusal turns them back.',
      },
    ],
  }),
  answer: choice({
    label: 'Answers',
    group: 'Saga',
    default: 'done',
    source: 'chosen',
    live: false,
    shownIf: { param: 'style', is: ['orchestrated'] },
    help: 'When whoever began a saga is answered. With events, always when it is accepted.',
    options: [
      { value: 'done', label: 'when it is over', help: 'With success, or with an error once everything is undone.' },
      { value: 'accepted', label: 'when it is accepted', help: 'As soon as it is written down; how it ends shows later.' },
    ],
  }),
  undoClass: {
    type: 'classes',
    label: 'Undo as class',
    group: 'Saga',
    default: [],
    empty: 'the same class',
    live: false,
    source: 'chosen',
    help: 'The class of the calls that undo a step; the first one chosen counts.',
  },
  durable: flag({
    label: 'Survives a crash',
    group: 'Saga',
    default: true,
    source: 'chosen; saga engines keep a log',
    help: 'A copy that is up again goes on with the sagas it had; otherwise they stay half done.',
  }),
  logTime: {
    type: 'distribution',
    label: 'Time to write a move down',
    group: 'Saga',
    default: { type: 'lognormal', p50: 1, p99: 5 },
    live: true,
    source: 'chosen; a commit on a local disk',
    help: 'What each move costs before it is made: the log is what a saga goes on from.',
  },
  retryWait: number({
    label: 'Wait before another attempt',
    group: 'Undoing',
    unit: 'ms',
    min: 1,
    max: 3_600_000,
    default: 1000,
    source: 'chosen',
    help: 'Before undoing is tried again that failed, or an event is delivered again.',
  }),
  maxAttempts: number({
    label: 'Attempts to undo',
    group: 'Undoing',
    unit: 'count',
    min: 0,
    max: 1000,
    default: 10,
    whole: true,
    zero: 'no limit',
    source: 'chosen',
    help: 'After so many the saga is stuck: part of it stays done, and somebody has to look.',
  }),
  concurrency: number({
    label: 'Sagas at a time',
    group: 'Work',
    unit: 'count',
    min: 1,
    max: 100_000,
    default: 200,
    whole: true,
    source: 'chosen',
    help: 'Sagas somebody waits for that one copy leads at a time.',
  }),
  queueLimit: number({
    label: 'Waiting at most',
    group: 'Work',
    unit: 'count',
    min: 0,
    max: 1_000_000,
    default: 1000,
    whole: true,
    source: 'chosen',
    help: 'Requests that may wait to begin; more are rejected.',
  }),
} as const satisfies ParamSpecs;

export type SagaValues = ValuesOf<typeof SAGA_PARAMETERS>;
