/** Questions about systems that are read far more than written. */
import type { Question } from './question.ts';
import { answered, cheap, fresh, nothingLost, reading, required, trial, within, writing } from './say.ts';

const shortLinks: Question = {
  id: 'short-links',
  title: 'Short links',
  story:
    'People hand in a long address and get a short one; whoever follows the short one is sent on to the long one. A link that somebody printed on a poster must still work in five years.',
  functions: ['Make a short link for an address', 'Send whoever follows it to that address'],
  asks: [
    {
      id: 'load',
      ask: 'How many links are made and followed?',
      answer: '20 million are followed and 400,000 made on a day; evenings have three times the average.',
      figures: { people: 20_400_000, perPerson: 1, peak: 3, writes: 0.02 },
    },
    { id: 'fast', ask: 'How long may following a link take?', answer: '99 of 100 within 150 ms on our side of the network.' },
    { id: 'up', ask: 'How often may it fail?', answer: '1 in 1,000 requests at most.' },
    { id: 'lost', ask: 'May a link that was handed out ever be lost?', answer: 'No. Printed is printed.' },
    {
      id: 'size',
      ask: 'How much is stored of a link, and for how long?',
      answer: 'About 500 bytes, for five years.',
      figures: { bytesUp: 500, bytesDown: 500, keepDays: 1825 },
    },
    {
      id: 'popular',
      ask: 'Are some links followed far more than others?',
      answer: 'Yes, a few get most of it: a campaign can be half of all traffic for an hour.',
    },
    { id: 'cost', ask: 'What may it cost?', answer: 'Two dollars an hour.' },
  ],
  source: { name: 'followers', params: { rate: 700, keys: 100_000, skew: 0.9 } },
  classes: [reading('follow', '/:code', 98, 500), writing('make', '/links', 2, 500)],
  required: required([
    ['fast', within(150, 'follow')],
    ['up', answered(0.999)],
    ['lost', nothingLost],
    ['cost', cheap(2)],
  ]),
  trials: [
    trial('load', 'A campaign: ten times as many follow. What gives first?', [answered(0.9), within(1000)], 10),
    trial('hot-key', 'Half of all requests are about one link.', [answered(0.999), within(150, 'follow')]),
    trial('zone', 'A zone goes dark for ten seconds.', [answered(0.9), nothingLost]),
    trial('cold-cache', 'Somebody restarts what you cache in.', [answered(0.99), within(500)]),
    trial('leader', 'The machine that takes the writes dies.', [answered(0.95, 'follow'), nothingLost]),
  ],
  topics: [
    'How codes are made without two makers choosing the same',
    'What is cached where, and what happens when a link is changed',
    'Permanent or temporary redirects, and who remembers them',
  ],
};

const newsFeed: Question = {
  id: 'news-feed',
  title: 'News feed',
  story:
    'Members post and follow each other; whoever opens the page sees the newest posts of those they follow. A few members are followed by millions.',
  functions: ['Post something', 'Show the newest posts of those one follows'],
  asks: [
    {
      id: 'load',
      ask: 'How many people, and how often do they come?',
      answer:
        'Two million a day open their feed ten times and post half as often as they log in: once a day. Evenings have three times the average.',
      figures: { people: 2_000_000, perPerson: 11, peak: 3, writes: 0.09 },
    },
    { id: 'fast', ask: 'How long may the feed take to open?', answer: '99 of 100 within 300 ms.' },
    { id: 'up', ask: 'How often may it fail?', answer: '1 in 200 at most.' },
    { id: 'old', ask: 'How old may a feed be?', answer: 'A few seconds are fine; 5 of 100 may be older than the newest post.' },
    { id: 'lost', ask: 'May a post be lost once it is confirmed?', answer: 'No.' },
    {
      id: 'size',
      ask: 'How large are posts and feeds?',
      answer: 'A post 2 KB; a page of the feed 40 KB; kept for good.',
      figures: { bytesUp: 2000, bytesDown: 40_000, keepDays: 3650 },
    },
    { id: 'fame', ask: 'How many follow the most followed?', answer: 'Millions. What one of them posts is what everybody asks for.' },
  ],
  source: { name: 'members', params: { rate: 750, keys: 20_000, skew: 1 } },
  classes: [reading('feed', '/feed', 91, 40_000), writing('post', '/posts', 9, 2000)],
  required: required([
    ['fast', within(300, 'feed')],
    ['up', answered(0.995)],
    ['old', fresh(0.05)],
    ['lost', nothingLost],
  ]),
  trials: [
    trial('load', 'Ten times the load, all at once.', [answered(0.5)], 10),
    trial('hot-key', 'Somebody famous posts: half of all requests are about that.', [answered(0.995), within(300, 'feed')]),
    trial('slow-store', 'A copy of your store becomes ten times slower and stays up.', [answered(0.99), within(1500)]),
    trial('zone', 'A zone goes dark for ten seconds.', [answered(0.9)]),
    trial('cold-cache', 'Your caches are empty after a release.', [answered(0.95)]),
  ],
  topics: [
    'Feeds made when somebody posts, or when somebody reads; and the famous',
    'What of it may be late, and who notices',
    'Paging through a list that grows at its head',
  ],
};

const video: Question = {
  id: 'video',
  title: 'Video for courses',
  story:
    'Teachers upload lessons; students anywhere in the country watch them, most of them in the first days. What is watched is cut into pieces of a few seconds.',
  functions: ['Upload a lesson', 'Watch it from any place of it on'],
  asks: [
    {
      id: 'load',
      ask: 'How many watch, and how much?',
      answer: '100,000 students a day ask for 120 pieces each; the evening has four times the average.',
      figures: { people: 100_000, perPerson: 120, peak: 4, writes: 0.002 },
    },
    {
      id: 'size',
      ask: 'How large is a piece, and an upload?',
      answer: 'A piece 200 KB; a part of an upload 1 MB; kept for three years.',
      figures: { bytesDown: 200_000, bytesUp: 1_000_000, keepDays: 1095 },
    },
    { id: 'fast', ask: 'When does a piece come too late?', answer: '99 of 100 within 400 ms, else the picture stands still.' },
    { id: 'up', ask: 'How often may a piece not come?', answer: '1 in 500.' },
    { id: 'where', ask: 'Where are the students?', answer: 'All over the country, on home lines and on phones.' },
    { id: 'cost', ask: 'What may it cost?', answer: 'Bandwidth is the bill: 60 dollars an hour in the evening at most.' },
  ],
  source: { name: 'students', params: { rate: 560, keys: 20_000, skew: 1.1 } },
  classes: [reading('piece', '/pieces', 99.8, 200_000), writing('upload', '/lessons', 0.2, 1_000_000)],
  required: required([
    ['fast', within(400, 'piece')],
    ['up', answered(0.998)],
    ['cost', cheap(60)],
  ]),
  trials: [
    trial('load', 'Exam week: ten times as many.', [answered(0.9)], 10),
    trial('cold-cache', 'What lies near the students is gone.', [answered(0.98)]),
    trial('slow-store', 'The store behind it becomes ten times slower.', [answered(0.99), within(1000)]),
    trial('part', 'A part without which nothing goes is gone for ten seconds.', [answered(0.5)]),
  ],
  topics: [
    'What an edge keeps and for how long',
    'Several sizes of one film, and who chooses',
    'What happens between upload and the first view',
  ],
};

const fileSync: Question = {
  id: 'file-sync',
  title: 'Files on all devices',
  story:
    'A folder that is the same on every device of its owner. What is saved on one appears on the others; devices were offline and come back with changes of their own.',
  functions: ['Save a changed block of a file', 'Ask what changed', 'Fetch a block'],
  asks: [
    {
      id: 'load',
      ask: 'How many devices, and how often do they ask?',
      answer: '600,000 devices ask 40 times a day; a tenth of what they do is saving. Mornings have three times the average.',
      figures: { people: 600_000, perPerson: 40, peak: 2.5, writes: 0.1 },
    },
    {
      id: 'size',
      ask: 'How large is a block?',
      answer: '64 KB on average; kept for two years with three copies.',
      figures: { bytesUp: 64_000, bytesDown: 64_000, keepDays: 730, copies: 3 },
    },
    { id: 'lost', ask: 'May a saved block be lost?', answer: 'Never, whatever dies.' },
    { id: 'fast', ask: 'How long may saving take?', answer: '99 of 100 within 500 ms.' },
    { id: 'up', ask: 'How often may it fail?', answer: '1 in 1,000.' },
    {
      id: 'order',
      ask: 'Two devices change the same file. Who wins?',
      answer: 'Neither silently: nobody may read an older version after a newer one; 1 of 100 may be late.',
    },
  ],
  source: { name: 'devices', params: { rate: 700, keys: 50_000, skew: 0.6 } },
  classes: [reading('changes', '/changes', 60, 1000), reading('fetch', '/blocks', 30, 64_000), writing('save', '/blocks', 10, 64_000)],
  required: required([
    ['fast', within(500, 'save')],
    ['up', answered(0.999)],
    ['lost', nothingLost],
    ['order', fresh(0.01)],
  ]),
  trials: [
    trial('load', 'Monday at nine, ten times over.', [answered(0.5)], 10),
    trial('leader', 'The machine that takes the writes dies.', [answered(0.9), nothingLost]),
    trial('cut', 'The zones cannot hear each other for ten seconds.', [nothingLost]),
    trial('zone', 'A zone goes dark for ten seconds.', [answered(0.9), nothingLost]),
  ],
  topics: [
    'Blocks and what names them',
    'How a device learns that something changed: asking, or being told',
    'Conflicts: two versions, one file',
  ],
};

export const READING_QUESTIONS: readonly Question[] = [shortLinks, newsFeed, video, fileSync];
