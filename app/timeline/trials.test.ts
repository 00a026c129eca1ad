import { expect, it } from 'vitest';
import { kindOf } from '../../src/catalog/index.ts';
import { apply } from '../../src/design/apply.ts';
import type { Design } from '../../src/design/document.ts';
import { emptyDesign } from '../../src/design/fresh.ts';
import { LINK_PARAMETERS } from '../../src/engine/policy/link-parameters.ts';
import { faultOf } from '../../src/faults/index.ts';
import { design, link, node } from '../../src/proof/small-design.ts';
import { entryCause, entryLabel, entryName, traitWords } from './entry-words.ts';
import { newTrial, TRIALS } from './trials.ts';

const D = design(
  [node('users', 'client'), node('app', 'service'), node('db', 'sql-database')],
  [link('users', 'app'), link('app', 'db')],
  60,
);
const wordsOf = (d: Design) => ({ design: d, faultOf, kindOf, linkSpecs: LINK_PARAMETERS });

it.each(TRIALS.map(({ trial }) => trial))('a new %s passes the gate as it is offered, and has a name, a label and a cause', (trial) => {
  const entry = newTrial(trial, wordsOf(D), 20_000);
  if (entry === undefined) throw new Error('nothing was offered');
  const result = apply(D, { do: 'set-entry', entry });
  expect(result.ok ? '' : result.error.message).toBe('');
  const words = wordsOf(result.ok ? result.value : D);
  for (const said of [entryName(words, entry), entryLabel(words, entry), entryCause(words, entry)]) expect(said).toMatch(/^\S.{6,}$/);
});

it('offers no random or background failures where nothing could fail', () => {
  expect(newTrial('chaos', wordsOf(emptyDesign()), 0)).toBeUndefined();
  expect(newTrial('wear', wordsOf(emptyDesign()), 0)).toBeUndefined();
});

it('says what an entry waits for, how it grows and comes again, its group and that it is muted', () => {
  const slow = { type: 'fault', id: 's', at: 0, duration: 2000, fault: 'slow', target: 'app', params: {} } as const;
  const d: Design = { ...D, scenario: { ...D.scenario, timeline: [slow] } };
  const all = {
    ...slow,
    id: 't',
    ramp: 500,
    fall: 700,
    repeat: { every: 3000, times: 4 },
    after: { entry: 's', offset: 250 },
    when: { metric: 'availability', class: '', bound: 'below', value: 0.9 },
    group: 'storm',
    muted: true,
  } as const;
  expect(traitWords(wordsOf(d), all)).toBe(
    'begins when availability < 90 % · begins 250 ms after s ends · grows over 500 ms · recedes over 700 ms · comes 4 times, every 3 s · in the group “storm” · muted',
  );
  expect(traitWords(wordsOf(d), slow)).toBe('');
});
