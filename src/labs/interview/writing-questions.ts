/** Questions about systems whose writes are what makes them hard. */
import type { Question } from './question.ts';
import { answered, cheap, fresh, nothingLost, reading, required, trial, within, writing } from './say.ts';

const chat: Question = {
  id: 'chat',
  title: 'Chat',
  story:
    'People write to each other in pairs and groups. A message that has one tick is safe; whoever was offline finds it when they come back, in the order in which it was written.',
  functions: ['Send a message', 'Fetch what is new in a conversation'],
  asks: [
    {
      id: 'load',
      ask: 'How many people, and how much do they write?',
      answer: 'A million a day send 12 messages each and look 24 times; evenings have twice the average.',
      figures: { people: 1_000_000, perPerson: 36, peak: 2, writes: 0.33 },
    },
    { id: 'fast', ask: 'How long may it take until the tick?', answer: '99 of 100 within 250 ms.' },
    { id: 'lost', ask: 'May a message with a tick be lost?', answer: 'Never.' },
    { id: 'up', ask: 'How often may sending fail?', answer: '1 in 1,000; phones try again by themselves.' },
    {
      id: 'order',
      ask: 'Must everybody see the same order?',
      answer: 'Within a conversation yes. 1 of 50 looks may miss the very newest.',
    },
    {
      id: 'size',
      ask: 'How large is a message, and how long is it kept?',
      answer: '1 KB; ten years.',
      figures: { bytesUp: 1000, bytesDown: 8000, keepDays: 3650 },
    },
  ],
  source: { name: 'phones', params: { rate: 800, keys: 50_000, skew: 0.7 } },
  classes: [writing('send', '/messages', 33, 1000), reading('fetch', '/conversations', 67, 8000)],
  required: required([
    ['fast', within(250, 'send')],
    ['up', answered(0.999)],
    ['lost', nothingLost],
    ['order', fresh(0.02)],
  ]),
  trials: [
    trial('load', 'Midnight of the new year: ten times as much.', [answered(0.5)], 10),
    trial('leader', 'The machine that takes the writes dies.', [answered(0.9), nothingLost]),
    trial('zone', 'A zone goes dark for ten seconds.', [answered(0.9), nothingLost]),
    trial('cut', 'The zones cannot hear each other for ten seconds.', [nothingLost]),
  ],
  topics: [
    'How a phone learns of a message: connections that stay open',
    'What is one conversation’s order, and who gives it',
    'A message sent twice because the first answer was lost',
  ],
};

const tickets: Question = {
  id: 'ticket-shop',
  title: 'Ticket shop',
  story:
    'Concert tickets go on sale at ten o’clock sharp. Every seat is sold once, nobody pays for a seat that another has, and the page must not fall over in the first minute.',
  functions: ['Show free seats', 'Reserve a seat', 'Pay'],
  asks: [
    {
      id: 'load',
      ask: 'How many come, and when?',
      answer: '500,000 people a day, 20 requests each; at ten o’clock five times the average.',
      figures: { people: 500_000, perPerson: 20, peak: 5, writes: 0.15 },
    },
    {
      id: 'twice',
      ask: 'May a seat be sold twice?',
      answer: 'Never: what is confirmed stays so, and nobody reserves on what was true a second ago (1 of 1,000 reads may be late).',
    },
    { id: 'fast', ask: 'How long may reserving take?', answer: '99 of 100 within 800 ms; people wait for a seat they want.' },
    { id: 'up', ask: 'How many may be turned away?', answer: '1 in 100 in ordinary times; at ten o’clock being told to wait is fine.' },
    {
      id: 'size',
      ask: 'How large is a plan of seats, and an order?',
      answer: 'The plan 20 KB, an order 2 KB, kept for ten years.',
      figures: { bytesUp: 2000, bytesDown: 20_000, keepDays: 3650 },
    },
    { id: 'pay', ask: 'Who takes the money?', answer: 'Another company. It is slow at times, and we are not told.' },
  ],
  source: { name: 'fans', params: { rate: 580, keys: 5000, skew: 0.9 } },
  classes: [reading('seats', '/seats', 85, 20_000), writing('reserve', '/reservations', 12, 2000), writing('pay', '/payments', 3, 2000)],
  required: required([
    ['fast', within(800, 'reserve')],
    ['up', answered(0.99)],
    ['twice', nothingLost],
    ['twice', fresh(0.001)],
  ]),
  trials: [
    trial('load', 'Ten o’clock: ten times the load. Who gets through?', [answered(0.1), within(3000)], 10),
    trial('hot-key', 'Half of them want the same concert.', [answered(0.99)]),
    trial('leader', 'The machine that takes the writes dies in the middle of it.', [nothingLost]),
    trial('slow-store', 'A copy of your store becomes ten times slower.', [answered(0.9)]),
  ],
  topics: [
    'Who holds a seat while somebody pays, and for how long',
    'A waiting room: whom to let in',
    'What to do when the money is there and the seat is not',
  ],
};

const rides: Question = {
  id: 'rides',
  title: 'Rides',
  story:
    'Drivers tell where they are every few seconds; whoever wants a ride sees cars nearby and is given one. Where a car was a minute ago is of no use to anybody.',
  functions: ['Take in where drivers are', 'Show cars nearby', 'Book a ride'],
  asks: [
    {
      id: 'load',
      ask: 'How many drivers, and how often do they tell?',
      answer: '2,000 at work, each every four seconds, so 500 a second by day and night; passengers ask 200 times a second in the evening.',
      figures: { people: 2000, perPerson: 30_000, peak: 1, writes: 0.7 },
    },
    {
      id: 'old',
      ask: 'How old may a position be?',
      answer: '10 of 100 looks may miss the newest position; more sends cars the wrong way.',
    },
    { id: 'fast', ask: 'How long may looking for cars take?', answer: '99 of 100 within 200 ms.' },
    { id: 'lost', ask: 'May positions be lost? Bookings?', answer: 'Positions yes, the next one is on its way. A booking never.' },
    { id: 'up', ask: 'How often may it fail?', answer: '1 in 200.' },
    {
      id: 'size',
      ask: 'How large is a position, and is it kept?',
      answer: '200 bytes; a day is enough.',
      figures: { bytesUp: 200, bytesDown: 4000, keepDays: 1 },
    },
  ],
  source: { name: 'cars-and-riders', params: { rate: 700, keys: 2000, skew: 0.4 } },
  classes: [writing('position', '/positions', 70, 200), reading('nearby', '/cars', 28, 4000), writing('book', '/rides', 2, 1000)],
  required: required([
    ['fast', within(200, 'nearby')],
    ['up', answered(0.995)],
    ['lost', nothingLost],
    ['old', fresh(0.1)],
  ]),
  trials: [
    trial('load', 'Rain on a Saturday night, ten times over.', [answered(0.5)], 10),
    trial('zone', 'A zone goes dark for ten seconds.', [answered(0.9)]),
    trial('leader', 'The machine that takes the writes dies.', [answered(0.9, 'nearby'), nothingLost]),
    trial('part', 'A part without which nothing goes is gone for ten seconds.', [answered(0.5)]),
  ],
  topics: [
    'How near is found: cells of a map, and cars at their edges',
    'Writes that nobody may ever read: what need not be safe',
    'One car, two passengers',
  ],
};

const limited: Question = {
  id: 'limited-api',
  title: 'An API with limits',
  story:
    'Companies call your API under contracts: so many calls a second each. Whoever sends more is turned away at once, and never at the expense of those who keep to theirs.',
  functions: [
    'Answer a call of a customer',
    'Take a record from a customer',
    'Turn away who is over the limit, and say when to come again',
  ],
  asks: [
    {
      id: 'load',
      ask: 'How many calls?',
      answer: '20 million a day, evenly; a fifth of them write. The peak is twice the average.',
      figures: { people: 20_000_000, perPerson: 1, peak: 2, writes: 0.2 },
    },
    { id: 'fast', ask: 'What do contracts say about time?', answer: '99 of 100 within 100 ms, the limiter included.' },
    { id: 'up', ask: 'And about failures?', answer: '1 in 1,000, counted without those over their limit.' },
    {
      id: 'exact',
      ask: 'How exact must limits be?',
      answer: 'A tenth too much is fine; a customer who sends ten times as much must not be felt by others.',
    },
    {
      id: 'size',
      ask: 'How large is a call?',
      answer: '1 KB in, 4 KB out; records are kept for a year.',
      figures: { bytesUp: 1000, bytesDown: 4000, keepDays: 365 },
    },
    { id: 'cost', ask: 'What may it cost?', answer: 'Five dollars an hour.' },
  ],
  source: { name: 'customers', params: { rate: 460, keys: 10_000, skew: 0.8 } },
  classes: [reading('call', '/v1/things', 80, 4000), writing('record', '/v1/records', 20, 1000)],
  required: required([
    ['fast', within(100)],
    ['up', answered(0.999)],
    ['cost', cheap(5)],
  ]),
  trials: [
    trial('spike', 'One customer’s loop: ten times the load for ten seconds. Does time hold for who gets in?', [within(200)], 10),
    trial('load', 'Ten times the load, to stay.', [within(1000)], 10),
    trial('part', 'A part without which nothing goes is gone for ten seconds.', [answered(0.5)]),
    trial('slow-store', 'A copy of your store becomes ten times slower.', [answered(0.95)]),
  ],
  topics: [
    'Where counts are kept when the gateway has several copies',
    'Buckets and windows, and the edge of a window',
    'What to answer, and what good customers’ clients do with it',
  ],
};

export const WRITING_QUESTIONS: readonly Question[] = [chat, tickets, rides, limited];
