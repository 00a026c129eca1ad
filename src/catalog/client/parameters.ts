/** What can be set on a traffic source. */
import type { ParamSpecs } from '../../std/parameter.ts';

const whenOpen = { param: 'loop', is: ['open'] } as const;
const whenClosed = { param: 'loop', is: ['closed'] } as const;

export const CLIENT_PARAMETERS = {
  loop: {
    type: 'choice', label: 'Load', group: 'Traffic', default: 'open', live: false, source: 'Schroeder, Wierman & Harchol-Balter 2006',
    help: 'Open: requests come at a rate, whatever happens. Closed: a fixed crowd, each waiting for its answer.',
    options: [
      { value: 'open', label: 'open (a rate)', help: 'Many independent users: the internet.' },
      { value: 'closed', label: 'closed (users)', help: 'So many users who wait, think and ask again: hides queueing, as load tests often do.' },
    ],
  },
  rate: {
    type: 'number', label: 'Rate', group: 'Traffic', unit: 'perSecond', min: 0.001, max: 1_000_000, default: 100, whole: false,
    live: true, source: 'chosen', shownIf: whenOpen, help: 'Requests per second on average, before the shape.',
  },
  arrivals: {
    type: 'choice', label: 'Arrivals', group: 'Traffic', default: 'poisson', live: true, source: 'Poisson: many independent users',
    shownIf: whenOpen, help: 'How the requests are spaced.',
    options: [
      { value: 'poisson', label: 'Poisson', help: 'Independent of each other.' },
      { value: 'even', label: 'evenly spaced', help: 'Like a machine or a load generator.' },
      { value: 'bursty', label: 'in bursts', help: 'Poisson whose rate jumps between calm and bursts (MMPP); the mean stays.' },
    ],
  },
  burstFactor: {
    type: 'number', label: 'Rate in bursts', group: 'Traffic', unit: 'factor', min: 1, max: 9, default: 5, whole: false, live: true,
    source: 'chosen', shownIf: { param: 'arrivals', is: ['bursty'] }, help: 'Times the mean rate; a tenth of the time is burst.',
  },
  burstLength: {
    type: 'number', label: 'Burst length', group: 'Traffic', unit: 'ms', min: 10, max: 600_000, default: 2000, whole: false, live: true,
    source: 'chosen', shownIf: { param: 'arrivals', is: ['bursty'] }, help: 'Mean length of a burst.',
  },
  shape: {
    type: 'choice', label: 'Shape', group: 'Shape over time', default: 'steady', live: true, source: 'chosen', shownIf: whenOpen,
    help: 'How the rate changes over the run.',
    options: [
      { value: 'steady', label: 'steady', help: 'Always the rate.' },
      { value: 'ramp', label: 'ramp', help: 'From the rate to the peak, then at the peak.' },
      { value: 'step', label: 'step', help: 'At once to the peak, and it stays.' },
      { value: 'spike', label: 'spike', help: 'At once to the peak, and back after the length.' },
      { value: 'wave', label: 'wave (day and night)', help: 'A sine between the rate and the peak; the length is one day.' },
    ],
  },
  peak: {
    type: 'number', label: 'Peak rate', group: 'Shape over time', unit: 'perSecond', min: 0.001, max: 1_000_000, default: 200, whole: false,
    live: true, source: 'chosen', shownIf: { param: 'shape', is: ['ramp', 'step', 'spike', 'wave'] }, help: 'Requests per second at the top.',
  },
  shapeStart: {
    type: 'number', label: 'Starts at', group: 'Shape over time', unit: 'ms', min: 0, max: 86_400_000, default: 20_000, whole: false,
    live: true, source: 'chosen', shownIf: { param: 'shape', is: ['ramp', 'step', 'spike', 'wave'] }, help: 'When the rate begins to change.',
  },
  shapeLength: {
    type: 'number', label: 'Length', group: 'Shape over time', unit: 'ms', min: 1, max: 86_400_000, default: 10_000, whole: false, live: true,
    source: 'chosen', shownIf: { param: 'shape', is: ['ramp', 'spike', 'wave'] }, help: 'How long the ramp, the spike or one wave lasts.',
  },
  users: {
    type: 'number', label: 'Users', group: 'Traffic', unit: 'count', min: 1, max: 100_000, default: 50, whole: true, live: true,
    source: 'chosen', shownIf: whenClosed, help: 'How many take part; each waits for its answer.',
  },
  think: {
    type: 'distribution', label: 'Think time', group: 'Traffic', default: { type: 'exponential', mean: 1000 }, live: true, source: 'chosen',
    shownIf: whenClosed, help: 'Pause of a user between an answer and the next request.',
  },
  rampUp: {
    type: 'number', label: 'All there after', group: 'Traffic', unit: 'ms', min: 0, max: 3_600_000, default: 0, whole: false, live: false,
    source: 'chosen', shownIf: whenClosed, help: 'The users join evenly over this time.',
  },
  classes: {
    type: 'classes', label: 'Sends', group: 'Requests', default: [], live: false, source: 'chosen',
    help: 'Request classes it sends, by their weights; none chosen means all.',
  },
  keys: {
    type: 'number', label: 'Keys', group: 'Requests', unit: 'count', min: 1, max: 1_000_000, default: 10_000, whole: true, live: false,
    source: 'chosen', help: 'How many different things are asked about.',
  },
  skew: {
    type: 'number', label: 'Skew', group: 'Requests', unit: 'factor', min: 0, max: 3, default: 0.9, whole: false, live: false,
    source: 'web request popularity follows Zipf with 0.6 … 0.9 (Breslau et al. 1999)', help: 'Zipf exponent: 0 asks about all keys alike, 1 makes a few very popular.',
  },
  sessions: {
    type: 'number', label: 'Sessions', group: 'Requests', unit: 'count', min: 1, max: 1_000_000, default: 1000, whole: true, live: false,
    source: 'chosen', shownIf: whenOpen, help: 'How many different users the requests come from; sticky balancing goes by them.',
  },
} as const satisfies ParamSpecs;
