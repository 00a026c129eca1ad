/** The post-mortem of an example, word for word. */
import { describe, expect, it } from 'vitest';
import { EXAMPLES } from '../design/examples/index.ts';
import { postMortem } from './post-mortem.ts';
import { Session } from './session.ts';
import { storyOf } from './story.ts';
import { reportOf } from './verdict.ts';

describe('a post-mortem', () => {
  const design = EXAMPLES.find(({ id }) => id === 'failover')?.design;
  if (design === undefined) throw new Error('there is an example of a failover');
  const session = new Session(design);
  session.advance(session.end);
  const pages = postMortem(reportOf(session, 0), design, storyOf(session).events);

  it('reads as the run went', () => {
    expect(pages.summary).toContain('from 20 s to 24 s with Crash on db/1, 400 failed');
    expect(pages.impact.map(({ label, text }) => `${label}: ${text}`)).toEqual([
      'Requests that failed: 400 of 10,907 (3.667 %)',
      'Outages: 1, 4 s in all',
      'Mean time to repair: 4 s',
      'User-minutes lost: 33.3 of 1,000 users',
      'Error budget for 90 %: 36.7 % spent',
      'Acknowledged writes lost: 14',
    ]);
    expect(pages.timeline.map(({ time, text }) => `${time} ${text}`)).toEqual([
      '20 s Crash on db/1 begins',
      '20 s db/1 goes down',
      '20 s Outage begins: less than 90 % is answered',
      '20.2 s app fails 54.29 % of its calls',
      '21.2 s Alert fires: the budget of “availability at least 90 %” burns faster than 6×',
      '21.2 s Alert fires: the budget of “availability at least 90 %” burns faster than 1×',
      '21.8 s Alert over 6× clears; it burnt at 6.4× at worst',
      '22 s Alert fires: the budget of “availability at least 90 %” burns faster than 6×',
      '22.2 s Alert over 6× clears; it burnt at 6.1× at worst',
      '24 s Recovered after 4 s; 400 requests failed',
      expect.stringContaining('app answers again'),
      expect.stringContaining('db/2 leads now'),
      '24.6 s Alert over 1× clears; it burnt at 3.6× at worst',
      expect.stringContaining('Crash on db/1 ends'),
      expect.stringContaining('db/1 is back'),
    ]);
    expect(pages.causes.map(({ title }) => title)).toContain('Requests fail: db was down');
    expect(pages.actions).toContain('Let app to db try once more; it makes no retry now.');
  });

  it('is the same for the same run, and asks for something to be done', () => {
    expect(pages.actions.length).toBeGreaterThan(0);
    expect(pages.timeline.map(({ text }) => text)).toContain('Outage begins: less than 90 % is answered');
    expect(JSON.stringify(pages)).not.toMatch(/\b(might|perhaps|probably|possibly)\b/);
  });
});
