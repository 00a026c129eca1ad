/** Lab: a failover that loses acknowledged writes, and the price of not losing them. */
import type { Lab } from './lab.ts';

export const lostWrites: Lab = {
  id: 'lost-writes',
  title: 'Writes that were confirmed and are gone',
  minutes: 15,
  example: 'failover',
  story:
    'A database with two replicas copies its writes asynchronously: it confirms a write as soon as it has stored it itself. At 20 s its primary crashes, and a ' +
    'replica takes over.',
  prediction: {
    type: 'choice',
    question: 'Which writes are lost?',
    options: [
      'None: the replicas have everything that was confirmed.',
      'Only writes that were not confirmed yet.',
      'Some that were confirmed: those the new primary had not received.',
      'All writes of the ten seconds before the crash.',
    ],
    answer: 2,
  },
  watch:
    'It is running; run to the end when you like. Watch the role marks on the database and "acknowledged writes lost" in the consistency chart at the failover.',
  explanation: [
    'Confirming before copying is fast. What was on its way to the replicas when the primary died was confirmed to its writers and is on no living machine.',
    'When the old primary returns it has these writes, and must throw them away: the new primary has gone on without them.',
    'A semi-synchronous primary waits until one replica has received each write. The most advanced replica then has every confirmed write.',
  ],
  task: {
    text: 'Lose no acknowledged write in the same failover.',
    objective: { id: 'task', metric: 'lostWrites', bound: 'most', value: 0, class: '' },
    hints: [
      'When does the primary confirm a write?',
      'Select the database: replication decides when a write is confirmed.',
      'Semi-synchronous is enough for one failure.',
    ],
  },
  teacher: {
    goal: 'Tell durability on one machine from durability of the system, and see what waiting for a replica costs.',
    misconception: 'A confirmed write is safe because a database confirmed it.',
    answer: 'Replication semi-synchronous or synchronous. Compare the write latency before and after.',
  },
};
