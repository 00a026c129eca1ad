import { expect, it } from 'vitest';
import { CASES } from '../../src/proof/index.ts';
import { grouped } from './groups.ts';
import { asksForProof, partOf } from './own-address.ts';

it('shows every case once, in a group', () => {
  expect(grouped(CASES).flatMap(({ cases }) => cases)).toHaveLength(CASES.length);
});

it('has an address for every case, which names nothing else on the page', () => {
  const others = [...grouped(CASES).map(({ id }) => `group-${id}`), 'limits', 'digests'];
  const ids = CASES.map(({ id }) => id);
  expect(new Set([...ids, ...others]).size).toBe(ids.length + others.length);
  for (const id of ids) {
    expect(asksForProof(`#prove=${id}`), id).toBe(true);
    expect(partOf(`#prove=${id}`)).toBe(id);
  }
});

it('is asked for by #prove, and not by links, labs or nonsense', () => {
  expect(asksForProof('#prove')).toBe(true);
  expect(partOf('#prove')).toBeUndefined();
  for (const hash of ['', '#', '#lab=slow-replica', '#lb1.d.3.abc', '#proved', '#prove=', '#prove="><script>'])
    expect(asksForProof(hash), hash).toBe(false);
});
