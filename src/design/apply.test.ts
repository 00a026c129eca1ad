import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apply } from './apply.ts';
import { canLink } from './can-link.ts';
import type { Command } from './command.ts';
import { type Design, LIMITS } from './document.ts';
import { randomCommand } from './random-command.ts';
import { randomDesign } from './random-design.ts';
import { read } from './read.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from './toy-registry.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };

function design(more: object = {}): Design {
  const result = read(
    {
      classes: [{ id: 'read' }, { id: 'buy', write: true }],
      nodes: [
        { id: 'users', kind: 'client' },
        { id: 'lb', kind: 'load-balancer' },
        { id: 'app', kind: 'service', params: { instances: 3 } },
        { id: 'db', kind: 'sql-database' },
      ],
      links: [
        { id: 'l1', from: 'users', to: 'lb' },
        { id: 'l2', from: 'lb', to: 'app' },
        { id: 'l3', from: 'app', to: 'db', params: { classes: ['read', 'buy'] } },
      ],
      scenario: {
        timeline: [
          { type: 'fault', id: 'f1', at: 1000, fault: 'crash', target: 'app/3' },
          { type: 'fault', id: 'f2', at: 2000, fault: 'partition', target: '{app,lb}|{db}' },
          { type: 'fault', id: 'f3', at: 3000, fault: 'latency', target: 'app>db' },
          { type: 'change', id: 'c1', at: 4000, target: 'l3', param: 'timeout', value: 100 },
          { type: 'note', id: 'n1', at: 5000, text: 'hi' },
        ],
        objectives: [{ id: 'o1', metric: 'availability', bound: 'least', value: 0.99, class: 'buy' }],
      },
      ...more,
    },
    TOYS,
  );
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function done(command: Command, before = design()): Design {
  const result = apply(before, command, TOYS);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function refusal(command: Command, before = design()): string {
  const result = apply(before, command, TOYS);
  return result.ok ? 'done' : `${result.error.code}: ${result.error.message}`;
}

const setParam = (of: 'node' | 'link', ids: string[], param: string, value: unknown): Command =>
  ({ do: 'set-param', of, ids, param, value }) as Command;
const targets = (d: Design): string[] =>
  d.scenario.timeline.map((entry) => (entry.type === 'note' ? entry.text : 'target' in entry ? entry.target : entry.type));

describe('apply', () => {
  it('leaves the old design alone, and gives one that would pass the gate unchanged, whatever the command', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(10), fc.array(fc.nat(), { maxLength: 12 }), (seed, size, commands) => {
        let now = randomDesign(seed, size, palette);
        for (const command of commands) {
          const before = JSON.stringify(now);
          const result = apply(now, randomCommand(command, now, palette), TOYS);
          expect(JSON.stringify(now)).toBe(before);
          if (!result.ok) expect(result.error.message).toMatch(/^.+\.$/);
          else {
            expect(read(result.value, TOYS)).toEqual({ ok: true, value: result.value });
            if (result.value !== now) expect(result.value).not.toEqual(now);
            now = result.value;
          }
        }
      }),
      { seed: 99, numRuns: 400 },
    );
  });

  it('shares what did not change', () => {
    const before = design();
    const after = done({ do: 'move', to: { app: { x: 5, y: 6 } } }, before);
    expect(after.nodes[2]).toMatchObject({ x: 5, y: 6 });
    expect(after.nodes[0]).toBe(before.nodes[0]);
    expect(after.nodes[2]?.params).toBe(before.nodes[2]?.params);
    expect(after.links).toBe(before.links);
    expect(after.scenario).toBe(before.scenario);
  });

  it('gives the very same design when nothing changes', () => {
    const before = design();
    const nothing: Command[] = [
      { do: 'add', nodes: [], links: [] },
      { do: 'remove', nodes: ['gone'], links: ['gone'] },
      { do: 'move', to: { app: { x: 0.2, y: 0 }, gone: { x: 1, y: 1 } } },
      { do: 'rename', node: 'app', name: ' app ' },
      { do: 'place', nodes: ['app'], region: '', zones: ['a'] },
      setParam('node', ['app'], 'instances', 3),
      setParam('node', ['app'], 'workers', undefined),
      setParam('node', ['app'], 'work', { type: 'lognormal', p99: 20, p50: 5 }),
      { do: 'set-scenario', seed: 1 },
      { do: 'remove-entry', ids: ['gone'] },
      { do: 'remove-objective', id: 'gone' },
      { do: 'remove-class', id: 'gone' },
      { do: 'describe', title: '', about: '' },
    ];
    for (const command of nothing) expect(done(command, before), JSON.stringify(command)).toBe(before);
  });

  it('removes with a part its links and what the timeline says of it, and keeps a cut between those that are left', () => {
    const after = done({ do: 'remove', nodes: ['app'], links: [] });
    expect(after.links.map((link) => link.id)).toEqual(['l1']);
    expect(targets(after)).toEqual(['{lb}|{db}', 'hi']);
    expect(targets(done({ do: 'remove', nodes: ['db'], links: [] }))).toEqual(['app/3', 'hi']);
    expect(targets(done({ do: 'remove', nodes: [], links: ['l3'] }))).toEqual(['app/3', '{app,lb}|{db}', 'hi']);
  });

  it('takes a class out of every list, and what was asked of it alone', () => {
    const after = done({ do: 'remove-class', id: 'buy' });
    expect(after.links[2]?.params).toEqual({ classes: ['read'] });
    expect(after.scenario.objectives).toEqual([]);
    expect(refusal({ do: 'remove-class', id: 'read' }, after)).toBe(
      'last-class: The last request class cannot go: requests must be of some class.',
    );
    const only = done(setParam('link', ['l3'], 'classes', ['buy']));
    expect(refusal({ do: 'remove-class', id: 'buy' }, only)).toBe(
      'class-in-use: l3 is set to "Only for" this class and no other; change that first.',
    );
  });

  it('keeps settings in the order of the specs, and none at its default', () => {
    const after = done(setParam('node', ['app'], 'queueLimit', 5), done(setParam('node', ['app'], 'workers', 4)));
    expect(JSON.stringify(after.nodes[2]?.params)).toBe('{"instances":3,"workers":4,"queueLimit":5}');
    expect(done(setParam('node', ['app'], 'workers', 16), after).nodes[2]?.params).toEqual({ instances: 3, queueLimit: 5 });
  });

  it('sets one thing on several parts at once, or on none', () => {
    const after = done(setParam('link', ['l1', 'l2'], 'timeout', 250));
    expect(after.links.map((link) => link.params['timeout'])).toEqual([250, 250, undefined]);
    expect(refusal(setParam('node', ['app', 'db'], 'workers', 3))).toBe('unknown-parameter: db has no setting called "workers".');
  });

  it('keeps the timeline in order', () => {
    const after = done({ do: 'set-entry', entry: { type: 'note', id: 'n2', at: 2500, text: ' x ' } });
    expect(after.scenario.timeline.map((entry) => entry.id)).toEqual(['f1', 'f2', 'n2', 'f3', 'c1', 'n1']);
    const moved = done({ do: 'set-entry', entry: { type: 'note', id: 'n1', at: 0, text: 'hi' } });
    expect(moved.scenario.timeline.map((entry) => entry.id)).toEqual(['n1', 'f1', 'f2', 'f3', 'c1']);
  });

  const node = (id: string, kind = 'service') => ({ id, kind, name: id, x: 0, y: 0, params: {}, region: '', zones: ['a'] });
  const link = (from: string, to: string) => ({ id: 'new', from, to, params: {} });
  it.each<[string, Command]>([
    ['self-link: app cannot call itself.', { do: 'add', nodes: [], links: [link('app', 'app')] }],
    ['takes-no-calls: Nothing can call users: it is a client.', { do: 'add', nodes: [], links: [link('app', 'users')] }],
    ['makes-no-calls: db makes no calls: it is a SQL database.', { do: 'add', nodes: [], links: [link('db', 'app')] }],
    ['dangling-link: The link leads to "gone", which is not there.', { do: 'add', nodes: [], links: [link('app', 'gone')] }],
    ['duplicate-link: app calls db already.', { do: 'add', nodes: [], links: [link('app', 'db')] }],
    ['duplicate-id: The id "app" is taken by nodes[2].', { do: 'add', nodes: [node('app')], links: [] }],
    ['unknown-kind: There is no kind of part called "toaster".', { do: 'add', nodes: [node('t', 'toaster')], links: [] }],
    ['bad-id: An id has 1 to 40 small letters, digits and hyphens; "A b" has not.', { do: 'add', nodes: [node('A b')], links: [] }],
    ['not-a-number: This must be a number from -100,000 to 100,000, not NaN.', { do: 'move', to: { app: { x: Number.NaN, y: 0 } } }],
    ['missing: A name needs at least one character.', { do: 'rename', node: 'app', name: ' \u200b ' }],
    ['unknown-part: There is no part "gone".', { do: 'rename', node: 'gone', name: 'x' }],
    ['missing: A part stands in at least one zone.', { do: 'place', nodes: ['app'], region: '', zones: [] }],
    ['out-of-range: Workers must be a whole number from 1 to 10,000, not 0.', setParam('node', ['app'], 'workers', 0)],
    ['not-whole: Workers must be a whole number from 1 to 10,000, not 1.5.', setParam('node', ['app'], 'workers', 1.5)],
    ['unknown-option: Jitter must be one of full, none, equal; not "lots".', setParam('link', ['l1'], 'jitter', 'lots')],
    ['unknown-class: Only for: there is no request class "gone".', setParam('link', ['l1'], 'classes', ['gone'])],
    ['unknown-part: There is no link "app".', setParam('link', ['app'], 'timeout', 1)],
    ['on-timeline: The timeline names app/3: remove that fault first, or aim it elsewhere.', setParam('node', ['app'], 'instances', 2)],
    [
      'not-live: Instances cannot change during a run.',
      { do: 'set-entry', entry: { type: 'change', id: 'x', at: 0, target: 'app', param: 'instances', value: 2 } },
    ],
    [
      'unknown-target: There is no part "gone".',
      { do: 'set-entry', entry: { type: 'fault', id: 'x', at: 0, fault: 'crash', target: 'gone', params: {} } },
    ],
    ['out-of-range: This must be a number from 1 ms to 1 d, not 0.', { do: 'set-scenario', durationMs: 0 }],
    [
      'unknown-class: There is no request class "gone".',
      { do: 'set-objective', objective: { id: 'x', metric: 'availability', bound: 'least', value: 1, class: 'gone' } },
    ],
    [
      'newer-version: This was made with a newer version of Loadbearing (document version 9; this one reads up to 1).',
      { do: 'replace', design: { version: 9 } as unknown as Design },
    ],
  ])('refuses in words: %s', (words, command) => {
    expect(refusal(command)).toBe(words);
  });

  // F09
  it('stops at the caps', () => {
    const full = design({
      nodes: Array.from({ length: LIMITS.nodes }, (_, i) => ({ id: `s${i}`, kind: 'client' })),
      links: [],
      scenario: { timeline: Array.from({ length: LIMITS.timeline }, (_, i) => ({ type: 'note', id: `n${i}`, at: 0, text: '' })) },
    });
    expect(refusal({ do: 'add', nodes: [node('one-more')], links: [] }, full)).toBe('too-many: A design has at most 2,000 parts.');
    expect(refusal({ do: 'set-entry', entry: { type: 'note', id: 'x', at: 0, text: '' } }, full)).toBe(
      'too-many: The timeline has at most 1,000 entries.',
    );
    const crowd = design({
      nodes: Array.from({ length: 80 }, (_, i) => ({ id: `s${i}`, kind: 'service', params: { instances: 249 } })),
      links: [],
      scenario: {},
    });
    expect(refusal(setParam('node', ['s1', 's2', 's3'], 'instances', 256), crowd)).toBe('done');
    const all = crowd.nodes.map((one) => one.id);
    expect(refusal(setParam('node', all, 'instances', 256), crowd)).toBe(
      'too-many-instances: All parts together have 20,480 instances; at most 20,000 can run.',
    );
  });
});

describe('canLink', () => {
  it('says why not, or nothing', () => {
    const d = design();
    expect(canLink(d, 'lb', 'db', TOYS)).toBeUndefined();
    expect(canLink(d, 'lb', 'app', TOYS)).toBe('lb calls app already.');
    expect(canLink(d, 'app', 'app', TOYS)).toBe('app cannot call itself.');
    expect(canLink(d, 'app', 'users', TOYS)).toBe('Nothing can call users: it is a client.');
    expect(canLink(d, 'db', 'app', TOYS)).toBe('db makes no calls: it is a SQL database.');
    expect(canLink(d, 'gone', 'app', TOYS)).toBe('The link starts at "gone", which is not there.');
  });
});
