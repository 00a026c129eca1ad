/** Lab: a short overload, retries that keep it alive, and what ends it. */
import type { Lab } from './lab.ts';

export const retryStorm: Lab = {
  id: 'retry-storm',
  title: 'The outage that outlives its cause',
  minutes: 20,
  example: 'retry-storm',
  story:
    'A service runs at a comfortable load. For ten seconds traffic doubles, then it is back to normal. Clients give up after a while and try again, up to ' +
    'three times, as many libraries do.',
  prediction: {
    type: 'choice',
    question: 'The spike is over after ten seconds. What happens then?',
    options: [
      'It recovers within a second or two.',
      'It recovers after about as long as the spike lasted.',
      'It does not recover: almost all requests go on failing at normal traffic.',
    ],
    answer: 2,
  },
  watch:
    'It is running; run to the end when you like. Compare offered and answered requests in the traffic chart after the spike, and the retries on the link.',
  explanation: [
    'During the spike the queue fills, waits exceed the timeout, and each timed-out request is sent again. The service goes on working on requests whose callers have left.',
    'After the spike the retries alone are more than the service can do: up to four attempts for each request. Every worker is busy with work that nobody waits for.',
    'This is a metastable failure: the trigger is gone and the loop sustains itself. It ends only when load or retries fall below what the service can do.',
  ],
  task: {
    text: 'Keep timeout and retries, yet have at least 75 % of all requests answered over the run.',
    objective: { id: 'task', metric: 'availability', bound: 'least', value: 0.75, class: '' },
    hints: [
      'What would limit retries to a small share of the calls?',
      'Select the link from the clients: the retry group has a budget.',
      'A retry budget of 10 % breaks the loop.',
    ],
  },
  teacher: {
    goal: 'See a feedback loop that outlives its trigger, and why retries need a budget.',
    misconception: 'More retries make a request more likely to succeed. True for one request, false for all of them together.',
    answer: 'A retry budget of about 10 %. A circuit breaker or a shorter queue also helps; longer timeouts alone do not.',
  },
};
