/** What a request class may say besides its weight and size: read, kept in one form, carried by links, refused in words. */
import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import type { ClassDoc, Design } from './document.ts';
import { read } from './read.ts';
import { decodeLink, encodeLink } from './share/link.ts';

const PLAIN: ClassDoc = { id: 'get', name: 'Get', route: '/', write: false, weight: 1, bytesUp: 100, bytesDown: 2000 };
const TRAITS = {
  priority: 9,
  tenant: 'acme',
  space: 'carts',
  keys: 50,
  skew: 0,
  hotShare: 0.25,
  sessionShare: 0,
  query: 'join',
  records: 12,
};

function reading(cls: object): ReturnType<typeof read> {
  return read({ version: 1, title: 't', about: '', classes: [cls], nodes: [], links: [], scenario: {} });
}

function designWith(cls: object): Design {
  const result = reading(cls);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('what a request class says besides', () => {
  it('is read as it stands', () => {
    expect(designWith({ ...PLAIN, ...TRAITS }).classes).toEqual([{ ...PLAIN, ...TRAITS }]);
  });

  it('is left out where it is as it would be anyway', () => {
    const usual = { priority: 0, tenant: '', space: ' ', hotShare: 0, sessionShare: 1, query: 'key', records: 1 };
    expect(Object.keys(designWith({ ...PLAIN, ...usual }).classes[0] ?? {})).toEqual(Object.keys(PLAIN));
  });

  it('travels in a link, and a class that says nothing weighs what it always did', () => {
    const [plain, full] = [designWith(PLAIN), designWith({ ...PLAIN, ...TRAITS })];
    const carried = (design: Design) => decodeLink(`https://example.org/#${encodeLink({ design, digest: undefined, engine: '1' })}`);
    for (const design of [plain, full]) {
      const back = carried(design);
      expect(back.ok && back.value.design).toEqual(design);
    }
  });

  it.each([
    [{ priority: 10 }, 'classes[0].priority out-of-range'],
    [{ priority: 0.5 }, 'classes[0].priority not-whole'],
    [{ keys: 0 }, 'classes[0].keys out-of-range'],
    [{ skew: 'steep' }, 'classes[0].skew not-a-number'],
    [{ hotShare: 2 }, 'classes[0].hotShare out-of-range'],
    [{ query: 'magic' }, 'classes[0].query unknown-choice'],
    [{ records: 0 }, 'classes[0].records out-of-range'],
    [{ tenant: 7 }, 'classes[0].tenant wrong-type'],
  ])('is refused where it makes no sense: %o', (bad, complaint) => {
    const result = reading({ ...PLAIN, ...bad });
    expect(result.ok ? [] : result.error.map(({ place, code }) => `${place} ${code}`)).toEqual([complaint]);
  });

  it('is set by the command that sets a class', () => {
    const before = designWith(PLAIN);
    const after = apply(before, { do: 'set-class', class: { ...PLAIN, priority: 3, tenant: 'Acme Corp' } });
    expect(after.ok && after.value.classes[0]).toEqual({ ...PLAIN, priority: 3, tenant: 'acme-corp' });
  });
});
