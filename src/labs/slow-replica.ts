/** Lab: one slow copy behind a balancer, and what the balancing algorithm makes of it. */
import type { Lab } from './lab.ts';

export const slowReplica: Lab = {
  id: 'slow-replica',
  title: 'One slow copy',
  minutes: 15,
  example: 'slow-replica',
  story:
    'Two balancers send the same load to four copies each. On both sides one copy becomes eight times slower for half a minute and stays up. The upper ' +
    'balancer goes round in turn, the lower one prefers the copy with the fewest open requests.',
  prediction: {
    type: 'choice',
    question: 'What does one slow copy of four do to the requests behind round robin?',
    options: [
      'A quarter of them takes about eight times as long, no more.',
      'The slow copy cannot keep up; its queue fills and a quarter of all requests waits far longer than eight times, or is rejected.',
      'All requests become twice as slow.',
      'Nothing, the balancer notices and avoids it.',
    ],
    answer: 1,
  },
  watch:
    'It is running. From 10 s on watch the queue of the slow copy in both services, and p99 in the latency chart. Run to the end when you have seen enough.',
  explanation: [
    'Round robin sends the slow copy its full quarter, whatever state it is in. Work that took 10 ms takes 80 ms now, so it can serve an eighth of what it gets: the ' +
      'queue grows to its limit, and what does not fit is rejected.',
    'Health checks do not help: the copy still answers them. It is slow, not dead.',
    'Least connections sees the open requests pile up at the slow copy and sends new ones elsewhere, without knowing why.',
  ],
  task: {
    text: 'Bring the p99 of all requests down to 200 ms without removing the fault or adding copies.',
    objective: { id: 'task', metric: 'latency.p99', bound: 'most', value: 200, class: '' },
    hints: [
      'Which figure differs most between the two services while the copy is slow?',
      'Select the upper balancer and look at its algorithm.',
      'Set the upper balancer to least connections, reset and run to the end.',
    ],
  },
  teacher: {
    goal: 'See that a slow part is worse than a dead one, and that counting open requests is a feedback that round robin lacks.',
    misconception:
      'Students expect "eight times slower for a quarter". They forget that the slow copy is overloaded, so waiting and not work decides.',
    answer: 'Least connections or power of two choices on the upper balancer; both bring p99 to well under 200 ms.',
  },
};
