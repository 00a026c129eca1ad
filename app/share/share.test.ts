// What leaves and what comes in: sizes, contents, names; and that nothing that comes in can harm what is open (C04, C10, C11, C18).
import { beforeEach, describe, expect, it } from 'vitest';
import { emptyDesign, newNode } from '../../src/design/fresh.ts';
import { encodeLink } from '../../src/design/share/link.ts';
import { dispatch, getDesign, openDesign, undoDepth } from '../state/design-store.ts';
import { backToPrevious, forgetPrevious, forgetUnreadable, getDocuments, openAsNew } from '../state/documents.ts';
import { getRun } from '../state/run-store.ts';
import { ago } from './ago.ts';
import { receiveText } from './arrivals.ts';
import { contentsOf } from './contents.ts';
import { fileName } from './design-file.ts';
import { FITS_EVERYWHERE, FITS_MOST, linkSize } from './link-size.ts';
import { makeLink } from './make-link.ts';

const design = { ...emptyDesign(), title: 'Shop' };
const drawn = { ...design, nodes: [newNode(design, 'client', 0, 0)] };

describe('what leaves', () => {
  it('is told with how far it gets (C02)', () => {
    expect(linkSize(FITS_EVERYWHERE)).toMatchObject({ band: 'everywhere', words: '2,000 characters: fits everywhere' });
    expect(linkSize(FITS_EVERYWHERE + 1).band).toBe('most');
    expect(linkSize(FITS_MOST + 1)).toMatchObject({ band: 'file', tone: 'bad' });
  });

  it('is listed in words, all of it (C18)', () => {
    const entry = { type: 'note', id: 'n', at: 5, text: 'look' } as const;
    const scenario = { ...drawn.scenario, seed: 7, warmupMs: 5_000, timeline: [entry] };
    expect(contentsOf({ ...drawn, about: 'A shop.', scenario }, 'abc')).toEqual([
      'the title, the description, 1 part and 1 request class',
      'a timeline with 1 note',
      'seed 7, 60 s long, of which 5 s warm-up',
      'how the run must end: digest abc',
    ]);
    expect(contentsOf(design, undefined)[1]).toBe('an empty timeline');
  });

  it('stands behind the #, which goes to no server', () => {
    const link = makeLink(drawn, { digest: undefined, engine: '1' }, 'https://example.org/app/');
    expect(link).toMatch(/^https:\/\/example\.org\/app\/#lb1\./);
    expect(link.split('#')).toHaveLength(2);
  });

  it('has a file name that every system takes (G09)', () => {
    expect(['Checkout: slow replica?', '../../etc/passwd', '', '日本 αβγ', 'a'.repeat(200)].map(fileName)).toEqual([
      'checkout-slow-replica.loadbearing.json',
      'etc-passwd.loadbearing.json',
      'design.loadbearing.json',
      '日本-αβγ.loadbearing.json',
      `${'a'.repeat(60)}.loadbearing.json`,
    ]);
  });
});

describe('what comes in', () => {
  beforeEach(async () => {
    await openAsNew(drawn);
    forgetPrevious();
    forgetUnreadable();
    dispatch({ do: 'describe', title: 'Mine', about: '' });
  });

  it('opens as a new document, and the way back gives the old one as it was (C11)', async () => {
    const link = `https://example.org/#${encodeLink({ design: drawn, digest: undefined, engine: '1' })}`;
    expect(await receiveText(link, 'link')).toBe(true);
    expect(getDesign().title).toBe('Shop');
    expect(undoDepth().undo).toBe(0);
    expect(getDocuments().previous?.title).toBe('Mine');
    await backToPrevious();
    expect(getDesign().title).toBe('Mine');
    expect(getDocuments().previous?.title).toBe('Shop');
  });

  it('says how the run must end when it is sealed', async () => {
    const digest = '0123456789abcdef';
    await receiveText(encodeLink({ design: drawn, digest, engine: '1' }), 'link');
    expect(getRun().replay).toMatchObject({ expected: digest, from: 'link', verdict: 'running' });
  });

  it('takes the text of a design as well', async () => {
    expect(await receiveText(` ${JSON.stringify(drawn)}\n`, 'paste')).toBe(true);
    expect(getDesign().nodes).toHaveLength(1);
  });

  it.each([
    ['a cut link', () => encodeLink({ design: drawn, digest: undefined, engine: '1' }).slice(0, 40), /cut/],
    ['a link from the future', () => '#lb9.z.abc.def.ghi', /newer version/],
    ['nonsense', () => 'hello', /cannot be opened/],
    ['JSON of something else', () => '{"__proto__":{"polluted":1}}', /cannot be opened/],
    ['a design that lies', () => JSON.stringify({ ...drawn, nodes: [{ ...drawn.nodes[0], kind: 'no-such-kind' }] }), /cannot be opened/],
  ])('is refused in words when it is %s; its text is kept to copy, and nothing else changes (C04)', async (_, make, words) => {
    const text = make();
    const before = getDesign();
    expect(await receiveText(text, 'link')).toBe(false);
    expect(getDesign()).toBe(before);
    expect(getDocuments().previous).toBeUndefined();
    expect(getDocuments().unreadable?.text).toBe(text);
    expect(getDocuments().unreadable?.why).toMatch(words);
    expect(getDocuments().unreadable?.why).not.toMatch(/trust/i);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  it('opens without what only a newer version knows, says what that is, and keeps the text to be copied (C04)', async () => {
    const nodes = [{ ...drawn.nodes[0], params: { novel: 1 } }];
    const text = JSON.stringify({ ...drawn, nodes });
    expect(await receiveText(text, 'file')).toBe(true);
    expect(getDesign().nodes).toHaveLength(1);
    const { unreadable } = getDocuments();
    expect(unreadable?.text).toBe(text);
    expect(unreadable?.why).toMatch(
      /^“Shop” is open, but not all of it\. One setting is unknown to this version and left out: nodes\.\w+\.params\.novel\./,
    );
  });

  it('kept by a newer version is worked on as a copy, so that what this one does not know is not overwritten (F21)', async () => {
    await openAsNew({ ...drawn, nodes: drawn.nodes.map((one) => ({ ...one, params: { novel: 1 } })) });
    dispatch({ do: 'describe', title: 'Newer', about: '' });
    const kept = getDocuments().id;
    await openAsNew(drawn);
    await backToPrevious();
    expect([getDesign().title, getDesign().nodes[0]?.params]).toEqual(['Newer', {}]);
    expect(getDocuments().id).not.toBe(kept);
    expect(getDocuments().unreadable?.why).toMatch(/^This is a copy of “Newer”\. One setting is unknown to this version/);
    expect(getDocuments().unreadable?.text).toContain('novel');
  });

  it('leaves no way back to a page that was empty', async () => {
    openDesign(emptyDesign());
    await openAsNew(drawn);
    expect(getDocuments().previous).toBeUndefined();
  });
});

it('tells how long ago something was kept', () => {
  const now = Date.UTC(2026, 10, 21);
  expect([10_000, 60_000, 7_200_000, 3 * 86_400_000].map((passed) => ago(now - passed, now))).toEqual([
    'just now',
    '1 minute ago',
    '2 hours ago',
    '3 days ago',
  ]);
});
