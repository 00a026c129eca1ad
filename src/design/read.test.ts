import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Design, LIMITS } from './document.ts';
import { randomDesign } from './random-design.ts';
import { MAX_PROBLEMS } from './read/intake.ts';
import { leftOutWords, openDocument, read, readText } from './read.ts';
import { TOY_FAULTS, TOY_KINDS, TOYS } from './toy-registry.ts';

const palette = { registry: TOYS, kinds: TOY_KINDS, faults: TOY_FAULTS };
const seed = 20261121;

/** A small document in which every list has something, as plain data to be bent. */
function sample() {
  return {
    version: 1,
    title: 'Shop',
    about: 'Two tiers.',
    classes: [{ id: 'read', name: 'Read', route: '/', write: false, weight: 1, bytesUp: 100, bytesDown: 2000 }],
    nodes: [
      { id: 'users', kind: 'client', name: 'Users', x: 0, y: 0, params: { rate: 50 }, region: '', zones: ['a'] },
      { id: 'app', kind: 'service', name: 'app', x: 200, y: 0, params: { workers: 4 }, region: '', zones: ['a', 'b'] },
      { id: 'db', kind: 'sql-database', name: 'db', x: 400, y: 0, params: {}, region: '', zones: ['a'] },
    ] as Record<string, unknown>[],
    links: [
      { id: 'l1', from: 'users', to: 'app', params: { timeout: 500 } },
      { id: 'l2', from: 'app', to: 'db', params: {} },
    ] as Record<string, unknown>[],
    scenario: {
      seed: 7,
      durationMs: 60_000,
      warmupMs: 0,
      timeline: [{ type: 'fault', id: 'f1', at: 10_000, duration: 5000, fault: 'crash', target: 'app/2', params: {} }] as Record<
        string,
        unknown
      >[],
      objectives: [{ id: 'o1', metric: 'latency.p99', bound: 'most', value: 200, class: '' }] as Record<string, unknown>[],
    },
  };
}

type Sample = ReturnType<typeof sample>;

/** What is wrong with the sample after it was bent, as `place code`. */
function complaints(bend: (s: Sample) => unknown): string[] {
  const bent = sample();
  bend(bent);
  const result = read(bent, TOYS);
  return result.ok ? [] : result.error.map((problem) => `${problem.place} ${problem.code}`);
}

function message(bend: (s: Sample) => unknown): string {
  const bent = sample();
  bend(bent);
  const result = read(bent, TOYS);
  return result.ok ? '' : (result.error[0]?.message ?? '');
}

function readable(bend: (s: Sample) => unknown): Design {
  const bent = sample();
  bend(bent);
  const result = read(bent, TOYS);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

describe('read', () => {
  it('gives a valid document back as it is', () => {
    expect(readable(() => {})).toEqual({ ...sample(), nodes: sample().nodes });
  });

  it('gives back any design it gave before, the same in memory and as text', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(20), (seed, size) => {
        const design = randomDesign(seed, size, palette);
        expect(read(design, TOYS)).toEqual({ ok: true, value: design });
        expect(readText(JSON.stringify(design), TOYS)).toEqual({ ok: true, value: design });
      }),
      { seed, numRuns: 300 },
    );
  });

  it('fills in what a short document leaves out', () => {
    const result = read(
      {
        nodes: [
          { id: 'c', kind: 'client' },
          { id: 's', kind: 'service' },
        ],
        links: [{ id: 'l', from: 'c', to: 's' }],
      },
      TOYS,
    );
    expect(result.ok && result.value).toMatchObject({
      version: 1,
      title: 'Untitled',
      classes: [{ id: 'request', weight: 1 }],
      nodes: [
        { name: 'c', x: 0, zones: ['a'], params: {} },
        { name: 's', region: '' },
      ],
      scenario: { seed: 1, durationMs: 60_000, timeline: [], objectives: [] },
    });
  });

  it('holds only differences from the defaults, in the order of the specs', () => {
    const design = readable((s) => {
      s.nodes[1]!['params'] = { work: { p99: 20, type: 'lognormal', p50: 5 }, queueLimit: 100, workers: 3, instances: 2 };
    });
    expect(JSON.stringify(design.nodes[1]?.params)).toBe('{"workers":3}');
  });

  it('C04: says which fields it does not know and left out, by the ids of what they belong to; of what it knows, none', () => {
    const newer = sample();
    Object.assign(newer, { mood: 'good' });
    Object.assign(newer.nodes[1]!, { colour: 'red', params: { workers: 4, novel: 1 } });
    Object.assign(newer.links[0]!, { params: { timeout: 500, shine: true } });
    Object.assign(newer.classes[0]!, { taste: 3 });
    Object.assign(newer.scenario, { speed: 2 });
    Object.assign(newer.scenario.timeline[0]!, { spin: 1, params: { tilt: 2 } });
    const opened = openDocument(newer, TOYS);
    const leftOut = [
      'mood',
      'classes.read.taste',
      'nodes.app.colour',
      'nodes.app.params.novel',
      'links.l1.params.shine',
      'scenario.speed',
      'scenario.timeline.f1.spin',
      'scenario.timeline.f1.params.tilt',
    ];
    expect(opened).toEqual({ ok: true, value: { design: readable(() => undefined), leftOut } });
    expect(leftOutWords(leftOut)).toBe(
      '8 settings are unknown to this version and left out: mood, classes.read.taste, nodes.app.colour, nodes.app.params.novel, links.l1.params.shine, and 3 more.',
    );
    expect(leftOutWords(['mood'])).toMatch(/^One setting is unknown to this version and left out: mood\.$/);
    expect(leftOutWords([])).toBeUndefined();
    for (let i = 0; i < 200; i++) expect(openDocument(randomDesign(i, i % 40, palette), TOYS)).toMatchObject({ value: { leftOut: [] } });
  });

  it('drops unknown fields, at every level', () => {
    const design = readable((s) => {
      Object.assign(s, { extra: 1 });
      Object.assign(s.nodes[1]!, { colour: 'red', params: { workers: 4, turbo: true } });
      Object.assign(s.links[0]!, { note: 'x' });
      Object.assign(s.scenario, { speed: 2 });
    });
    expect(design).toEqual(readable(() => {}));
  });

  it('puts the timeline in order and keeps the order of what falls on one moment', () => {
    const design = readable((s) => {
      s.scenario.timeline = ['c', 'a', 'b'].map((id, i) => ({ type: 'note', id, at: i === 0 ? 20 : 10, text: id }));
    });
    expect(design.scenario.timeline.map((entry) => entry.id)).toEqual(['a', 'b', 'c']);
  });

  it('finds all problems at once, up to a cap', () => {
    expect(
      complaints((s) => {
        s.nodes[0]!['params'] = { rate: -1 };
        s.links[1]!['to'] = 'gone';
        s.scenario.timeline[0]!['fault'] = 'meteor';
        s.scenario.seed = 1.5;
      }),
    ).toEqual([
      'nodes[0].params.rate out-of-range',
      'links[1].to dangling-link',
      'scenario.seed not-whole',
      'scenario.timeline[0].fault unknown-fault',
    ]);
    expect(complaints((s) => s.nodes.push(...Array.from({ length: 900 }, () => ({}))))).toHaveLength(MAX_PROBLEMS);
  });

  it.each<[string, (s: Sample) => unknown, string]>([
    ['a kind that does not exist', (s) => Object.assign(s.nodes[1]!, { kind: 'toaster' }), 'nodes[1].kind unknown-kind'],
    ['a kind named like what every object has', (s) => Object.assign(s.nodes[1]!, { kind: 'constructor' }), 'nodes[1].kind unknown-kind'],
    ['a missing kind', (s) => delete s.nodes[2]!['kind'], 'nodes[2].kind missing'],
    ['an id with other characters', (s) => Object.assign(s.nodes[2]!, { id: 'DB 1' }), 'nodes[2].id bad-id'],
    ['an id that is too long', (s) => Object.assign(s.scenario.timeline[0]!, { id: 'x'.repeat(41) }), 'scenario.timeline[0].id bad-id'],
    ['an id used twice', (s) => s.nodes.push({ id: 'app', kind: 'cache' }), 'nodes[3].id duplicate-id'],
    ['a link with the id of a node', (s) => Object.assign(s.links[0]!, { id: 'db' }), 'links[0].id duplicate-id'],
    ['a link from nowhere', (s) => Object.assign(s.links[0]!, { from: 'gone' }), 'links[0].from dangling-link'],
    ['a link to itself', (s) => Object.assign(s.links[1]!, { to: 'app' }), 'links[1].to self-link'],
    ['a link to a client', (s) => s.links.push({ id: 'l3', from: 'app', to: 'users' }), 'links[2].to takes-no-calls'],
    ['a link from what makes no calls', (s) => s.links.push({ id: 'l3', from: 'db', to: 'app' }), 'links[2].from makes-no-calls'],
    ['the same link twice', (s) => s.links.push({ id: 'l3', from: 'app', to: 'db' }), 'links[2] duplicate-link'],
    ['a list that is none', (s) => Object.assign(s, { links: {} }), 'links wrong-type'],
    ['an element that is no object', (s) => Object.assign(s, { links: [null] }), 'links[0] wrong-type'],
    ['params that are a list', (s) => Object.assign(s.nodes[0]!, { params: [] }), 'nodes[0].params wrong-type'],
    ['no request class', (s) => (s.classes = []), 'classes missing'],
    ['two classes of one id', (s) => s.classes.push(s.classes[0]!), 'classes[1].id duplicate-id'],
    [
      'a class that does not exist',
      (s) => Object.assign(s.links[0]!, { params: { classes: ['write'] } }),
      'links[0].params.classes unknown-class',
    ],
    [
      'an objective about such a class',
      (s) => Object.assign(s.scenario.objectives[0]!, { class: 'gone' }),
      'scenario.objectives[0].class unknown-class',
    ],
    [
      'an unknown figure',
      (s) => Object.assign(s.scenario.objectives[0]!, { metric: 'joy' }),
      'scenario.objectives[0].metric unknown-option',
    ],
    ['no zone', (s) => Object.assign(s.nodes[0]!, { zones: [] }), 'nodes[0].zones missing'],
    ['a zone without a name', (s) => Object.assign(s.nodes[0]!, { zones: ['a', ' '] }), 'nodes[0].zones[1] bad-id'],
    [
      'a distribution without sense',
      (s) => Object.assign(s.nodes[1]!, { params: { work: { type: 'uniform', min: 5, max: 1 } } }),
      'nodes[1].params.work bad-distribution',
    ],
    [
      'a choice that is not offered',
      (s) => Object.assign(s.links[0]!, { params: { jitter: 'lots' } }),
      'links[0].params.jitter unknown-option',
    ],
    ['a flag that is none', (s) => Object.assign(s.links[0]!, { params: { async: 1 } }), 'links[0].params.async wrong-type'],
    ['an entry of no sort', (s) => Object.assign(s.scenario.timeline[0]!, { type: 'party' }), 'scenario.timeline[0].type unknown-entry'],
    ['an entry without a moment', (s) => delete s.scenario.timeline[0]!['at'], 'scenario.timeline[0].at missing'],
    [
      'a target that is not there',
      (s) => Object.assign(s.scenario.timeline[0]!, { target: 'gone' }),
      'scenario.timeline[0].target unknown-target',
    ],
    [
      'an instance that is not there',
      (s) => Object.assign(s.scenario.timeline[0]!, { target: 'app/3' }),
      'scenario.timeline[0].target unknown-target',
    ],
    [
      'a target that is no address',
      (s) => Object.assign(s.scenario.timeline[0]!, { target: 'app//' }),
      'scenario.timeline[0].target bad-target',
    ],
    [
      'a fault that does not aim at links',
      (s) => Object.assign(s.scenario.timeline[0]!, { target: 'app>db' }),
      'scenario.timeline[0].target wrong-target',
    ],
    [
      'a fault that cannot happen to a client',
      (s) => Object.assign(s.scenario.timeline[0]!, { target: 'users' }),
      'scenario.timeline[0].target wrong-target',
    ],
    [
      'a flush of what holds nothing',
      (s) => Object.assign(s.scenario.timeline[0]!, { fault: 'cache-flush' }),
      'scenario.timeline[0].target wrong-target',
    ],
    ['a version that is none', (s) => Object.assign(s, { version: 'one' }), 'version bad-version'],
    ['a version from the future', (s) => Object.assign(s, { version: 99 }), 'version newer-version'],
  ])('refuses %s', (_, bend, complaint) => {
    expect(complaints(bend)).toEqual([complaint]);
  });

  it('refuses changes of what is not there, cannot change, or takes no such value', () => {
    const change = (more: object) =>
      complaints((s) =>
        Object.assign(s.scenario, { timeline: [{ type: 'change', id: 'x', at: 1, target: 'app', param: 'workers', value: 8, ...more }] }),
      );
    expect(change({})).toEqual([]);
    expect(change({ target: 'l1', param: 'timeout', value: 100 })).toEqual([]);
    expect(change({ target: 'gone' })).toEqual(['scenario.timeline[0].target unknown-target']);
    expect(change({ param: 'turbo' })).toEqual(['scenario.timeline[0].param unknown-parameter']);
    expect(change({ param: 'instances', value: 3 })).toEqual(['scenario.timeline[0].param not-live']);
    expect(change({ value: 0 })).toEqual(['scenario.timeline[0].value out-of-range']);
    expect(change({ value: undefined })).toEqual(['scenario.timeline[0].value not-a-number']);
  });

  it('says what is wrong so that a person can act on it', () => {
    expect(message((s) => Object.assign(s.nodes[1]!, { params: { workers: 0 } }))).toBe(
      'Workers must be a whole number from 1 to 10,000, not 0.',
    );
    expect(message((s) => Object.assign(s.links[0]!, { params: { timeout: 1e9 } }))).toBe(
      'Timeout must be a number from 0 ms to 10 min, not 1000000000.',
    );
    expect(message((s) => Object.assign(s.scenario.timeline[0]!, { target: 'app/9' }))).toBe('app has 2 instances, no number 9.');
    expect(message((s) => Object.assign(s.scenario.timeline[0]!, { fault: 'cache-flush' }))).toBe(
      'Cache flush cannot happen to app, a service.',
    );
  });

  // F08
  it('refuses NaN, infinities, negatives, huge numbers, texts and null wherever a number stands, in words with the place', () => {
    const places: [string, (s: Sample, value: unknown) => unknown][] = [
      ['nodes[1].params.workers', (s, v) => Object.assign(s.nodes[1]!, { params: { workers: v } })],
      ['links[0].params.timeout', (s, v) => Object.assign(s.links[0]!, { params: { timeout: v } })],
      ['classes[0].weight', (s, v) => Object.assign(s.classes[0]!, { weight: v })],
      ['classes[0].bytesDown', (s, v) => Object.assign(s.classes[0]!, { bytesDown: v })],
      ['scenario.seed', (s, v) => Object.assign(s.scenario, { seed: v })],
      ['scenario.durationMs', (s, v) => Object.assign(s.scenario, { durationMs: v })],
      ['scenario.warmupMs', (s, v) => Object.assign(s.scenario, { warmupMs: v })],
      ['scenario.timeline[0].at', (s, v) => Object.assign(s.scenario.timeline[0]!, { at: v })],
      ['scenario.timeline[0].duration', (s, v) => Object.assign(s.scenario.timeline[0]!, { duration: v })],
      ['scenario.objectives[0].value', (s, v) => Object.assign(s.scenario.objectives[0]!, { value: v })],
    ];
    for (const [place, put] of places) {
      for (const value of [Number.NaN, Infinity, -Infinity, -1, 1e308, '', '5', null, [], {}, true]) {
        const found = complaints((s) => put(s, value));
        expect(found, `${place} = ${String(value)}`).toHaveLength(1);
        expect(found[0]).toMatch(/ (not-a-number|out-of-range)$/);
        expect(found[0]?.startsWith(`${place} `), `${found[0]} names ${place}`).toBe(true);
      }
    }
    const minusZero = readable((s) => Object.assign(s.scenario, { warmupMs: -0 }));
    expect(Object.is(minusZero.scenario.warmupMs, 0)).toBe(true);
  });

  it('refuses coordinates that are no numbers or far out', () => {
    for (const x of [Number.NaN, Infinity, 1e308, '0', null]) expect(complaints((s) => Object.assign(s.nodes[0]!, { x }))).toHaveLength(1);
    expect(readable((s) => Object.assign(s.nodes[0]!, { x: -12.4 })).nodes[0]?.x).toBe(-12);
  });

  // F09, C07
  it('holds the caps: as many as allowed pass, one more does not', () => {
    const many = (n: number, one: (i: number) => Record<string, unknown>) => Array.from({ length: n }, (_, i) => one(i));
    const services = (n: number) => many(n, (i) => ({ id: `s${i}`, kind: 'service', params: { instances: 1 } }));
    const only = (nodes: unknown[], more: object = {}) => {
      const result = read({ nodes, ...more }, TOYS);
      return result.ok ? [] : result.error.map((problem) => `${problem.place} ${problem.code}`);
    };
    expect(only(services(LIMITS.nodes))).toEqual([]);
    expect(only(services(LIMITS.nodes + 1))).toEqual(['nodes too-many']);
    const star = services(LIMITS.nodes);
    const links = many(LIMITS.links, (i) => ({
      id: `l${i}`,
      from: `s${i % 1000}`,
      to: `s${1000 + Math.floor(i / 1000) * 100 + (i % 100)}`,
    }));
    expect(only(star, { links })).toEqual([]);
    expect(only(star, { links: [...links, { id: 'x', from: 's0', to: 's1' }] })).toEqual(['links too-many']);
    const notes = (n: number) => ({ scenario: { timeline: many(n, (i) => ({ type: 'note', id: `n${i}`, at: i, text: '' })) } });
    expect(only([], notes(LIMITS.timeline))).toEqual([]);
    expect(only([], notes(LIMITS.timeline + 1))).toEqual(['scenario.timeline too-many']);
    const classes = (n: number) => ({ classes: many(n, (i) => ({ id: `c${i}` })) });
    expect(only([], classes(LIMITS.classes))).toEqual([]);
    expect(only([], classes(LIMITS.classes + 1))).toEqual(['classes too-many']);
    const crowd = (n: number) => many(n, (i) => ({ id: `s${i}`, kind: 'service', params: { instances: 200 } }));
    expect(only(crowd(100))).toEqual([]);
    expect(only([...crowd(100), { id: 'x', kind: 'service', params: { instances: 1 } }])).toEqual(['nodes too-many-instances']);
  });

  // C08
  it('is not fooled by prototypes', () => {
    const poisoned = JSON.parse(
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"nodes":[{"id":"constructor","kind":"service","name":"__proto__","params":{"__proto__":{"workers":3},"constructor":1}}]}',
    );
    const result = read(poisoned, TOYS);
    expect(result.ok && result.value.nodes[0]).toMatchObject({ id: 'constructor', name: '__proto__', params: {} });
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    const inherited = Object.create({ nodes: [], version: 99 });
    expect(read(inherited, TOYS)).toMatchObject({ ok: false, error: [{ code: 'not-a-design' }] });
    const bare = Object.assign(Object.create(null), { nodes: [] });
    expect(read(bare, TOYS).ok).toBe(true);
    expect(readText('{"__proto__":{"x":1}}', TOYS)).toMatchObject({ ok: false, error: [{ code: 'not-a-design' }] });
  });

  it('answers anything at all with a design or a problem', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withSparseArray: true, withBigInt: true, withTypedArray: true }), (raw) => {
        const result = read(raw, TOYS);
        if (!result.ok) expect(result.error.length).toBeGreaterThan(0);
      }),
      { seed, numRuns: 500 },
    );
  });

  it('answers a document with one value exchanged for anything with a design or a problem at that place', { timeout: 60_000 }, () => {
    const paths = leafPaths(sample());
    fc.assert(
      fc.property(fc.nat(paths.length - 1), fc.anything(), (i, value) => {
        const bent = sample();
        const path = paths[i]!;
        put(bent, path, value);
        const result = read(bent, TOYS);
        if (result.ok) expect(read(result.value, TOYS)).toEqual(result);
      }),
      { seed, numRuns: 2000 },
    );
  });
});

/** Paths to every value inside a value. */
function leafPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([key, inner]) => leafPaths(inner, [...path, key]))].filter((p) => p.length > 0);
}

function put(into: object, path: readonly string[], value: unknown): void {
  let at = into as Record<string, unknown>;
  for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>;
  at[path.at(-1)!] = value;
}
