// Holds the house in order: who may import whom, what the engine may not say, how long anything may be. There is no list of
// exceptions; a rule that is in the way is changed in src/tidy, in the open. Each rule is first shown to be able to fail.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as imports from './tidy/imports.ts';
import { readSource, type Source } from './tidy/source.ts';
import * as text from './tidy/text.ts';

const root = new URL('../', import.meta.url);
const paths = ['src', 'app', 'e2e'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name.replaceAll('\\', '/')}`),
);
const house = [...paths.filter((path) => /\.tsx?$/.test(path)), 'vite.config.ts'].map((path) =>
  readSource(path, readFileSync(new URL(path, root), 'utf8')),
);

const lines = (count: number): string => 'f();\n'.repeat(count);
const from = (path: string, specifier: string): Source => readSource(path, `// A fixture.\nimport type { A } from '${specifier}';\n`);
const says = (path: string, code: string): Source => readSource(path, code);

/** Every rule of the house: what it is called, how it is held, one file that keeps it, and files that break it. */
const rules: readonly { name: string; rule: imports.Rule; good: Source; bad: readonly Source[] }[] = [
  {
    name: 'a file of src imports its own floor or lower',
    rule: imports.srcFloors,
    good: from('src/engine/sim.ts', '../std/random.ts'),
    bad: [
      from('src/catalog/cache/cache.ts', '../../laws/story.ts'),
      from('src/std/a.ts', '../engine/sim.ts'),
      from('src/engine/policy/a.ts', '../../catalog/kind.ts'),
      from('src/run/a.ts', '../worker/client.ts'),
      from('src/attic/a.ts', '../std/random.ts'),
      says('src/stats/a.ts', "export const a = import('../run/compile.ts');"),
      says('src/stats/a.ts', "export type A = import('../run/compile.ts').A;"),
      says('src/run/a.ts', "new Worker(new URL('../worker/worker.ts', import.meta.url));"),
    ],
  },
  {
    name: 'src imports nothing of the page',
    rule: imports.srcStandsAlone,
    good: from('src/run/a.ts', './b.ts'),
    bad: [from('src/run/a.ts', '../../app/ui/Button.tsx')],
  },
  {
    name: 'src runs without the packages of the page',
    rule: imports.srcPackages,
    good: from('src/design/read.ts', 'valibot'),
    bad: [
      from('src/run/a.ts', 'react'),
      from('src/design/a.ts', 'zustand'),
      from('src/labs/a.ts', '@xyflow/react'),
      from('src/stats/a.ts', 'd3-array'),
      from('src/run/a.ts', 'node:fs'),
      from('src/std/a.ts', 'vitest'),
    ],
  },
  {
    name: 'a kind never imports a kind',
    rule: imports.kindsApart,
    good: from('src/catalog/cache/cache.ts', '../kind.ts'),
    bad: [from('src/catalog/cache/cache.ts', '../service/service.ts'), from('src/catalog/cache/cache.ts', '../index.ts')],
  },
  {
    name: 'a fault never sees a kind, and a kind never a fault',
    rule: imports.kindsAndFaultsApart,
    good: from('src/faults/crash.ts', '../engine/station.ts'),
    bad: [from('src/faults/crash.ts', '../catalog/kind.ts'), from('src/catalog/cache/cache.ts', '../../faults/fault.ts')],
  },
  {
    name: 'in app, ui < charts < state < the rest',
    rule: imports.appFloors,
    good: from('app/panels/Inspector.tsx', '../state/design-store.ts'),
    bad: [
      from('app/ui/Button.tsx', '../charts/axis.ts'),
      from('app/charts/a.ts', '../state/run-store.ts'),
      from('app/state/a.ts', '../canvas/a.ts'),
      from('app/state/a.ts', '../App.tsx'),
    ],
  },
  {
    name: 'app reaches the simulation through the client of the worker, and otherwise sees data',
    rule: imports.appSeesOnlyDoors,
    good: from('app/state/run-store.ts', '../../src/worker/client.ts'),
    bad: [
      from('app/state/a.ts', '../../src/engine/sim.ts'),
      from('app/state/a.ts', '../../src/run/session.ts'),
      from('app/state/a.ts', '../../src/worker/worker.ts'),
      from('app/state/a.ts', '../../e2e/page.ts'),
    ],
  },
  {
    name: 'the registries are the only barrels',
    rule: imports.barrels,
    good: says('src/faults/index.ts', "export { a } from './a.ts';"),
    bad: [
      says('src/std/a.ts', "export * from './b.ts';"),
      says('app/ui/a.ts', "export type { B } from './b.ts';"),
      says('src/std/index.ts', "export { a } from './a.ts';"),
    ],
  },
  {
    name: 'the engine side says nothing that differs between machines, and no room draws from anywhere but a stream',
    rule: text.sameEverywhere,
    good: says('src/engine/a.ts', "// Math.sin(Date.now())\nexport const a = { Date: Math.floor(2.5), b: 'Math.random' };"),
    bad: [
      says('src/std/a.ts', 'export const a = Math.exp(1);'),
      says('src/std/a.ts', 'const { log } = Math;'),
      says('src/std/a.ts', "Math['log'](2);"),
      says('src/engine/a.ts', 'export const a = (b: number) => b ** 2;'),
      says('src/catalog/a/a.ts', 'let a = 2; a **= 2;'),
      says('src/stats/a.ts', 'Date.now();'),
      says('src/faults/a.ts', 'new Date();'),
      says('src/mechanisms/a.ts', 'performance.now();'),
      says('src/engine/a.ts', 'for (const key in {}) f(key);'),
      says('src/engine/a.ts', 'Math.random();'),
      says('src/std/a.ts', "'a'.localeCompare('b');"),
      says('src/worker/a.ts', 'Math.random();'),
      says('src/design/a.ts', 'Date.now();'),
      says('src/theory/a.ts', 'Math.random();'),
    ],
  },
  {
    name: 'a file has at most 400 lines',
    rule: text.shortFiles,
    good: says('src/std/a.ts', lines(400)),
    bad: [says('src/std/a.ts', lines(401)), says('src/std/a.test.ts', lines(401))],
  },
  {
    name: 'nine files in ten have at most 220 lines',
    rule: text.mostFilesShorter,
    good: says('src/std/a.ts', lines(220)),
    bad: [says('app/ui/a.ts', lines(221))],
  },
  {
    name: 'a function has at most 70 lines',
    rule: text.shortFunctions,
    good: says('src/std/a.ts', `function a() {\n${lines(68)}}`),
    bad: [
      says('src/std/a.ts', `function a() {\n${lines(69)}}`),
      says('src/std/a.ts', `class A { b() {\n${lines(69)}} }`),
      says('app/ui/A.tsx', `const A = () => {\n${lines(69)}return <b />; }`),
      says('src/std/a.test.ts', `it('', () => {\n${lines(69)}})`),
    ],
  },
  {
    name: 'a module of src says first what it is',
    rule: text.headers,
    good: says('src/std/a.ts', '// What it is.\nf();'),
    bad: [says('src/std/a.ts', 'f(); // What it is.')],
  },
  {
    name: 'exports have names',
    rule: text.namedExports,
    good: says('vite.config.ts', 'export default 1;'),
    bad: [says('app/App.tsx', 'export default function App() {}')],
  },
  {
    name: 'there are no enums',
    rule: text.noEnums,
    good: says('src/std/a.ts', 'const Enum = 1;'),
    bad: [says('src/std/a.ts', 'enum A { B }')],
  },
  {
    name: 'no tool is silenced',
    rule: text.nothingSilenced,
    good: says('src/std/a.ts', "f('biome-ignore');"),
    bad: [says('src/std/a.ts', '// @ts-expect-error: no\nf();'), says('app/ui/A.tsx', '/* biome-ignore lint: no */ f();')],
  },
  {
    name: 'nothing is put off',
    rule: text.nothingPutOff,
    good: says('src/std/a.ts', '// done'),
    bad: [says('src/std/a.ts', '// TODO later')],
  },
  {
    name: 'names are spelt one way and say something',
    rule: text.names,
    good: says('app/ui/IconButton.tsx', 'f();'),
    bad: [
      says('src/std/fooBar.ts', 'f();'),
      says('app/ui/button.tsx', 'f();'),
      says('src/std/utils.ts', 'f();'),
      says('src/common/a.ts', 'f();'),
    ],
  },
];

describe('each rule of the house', () => {
  it.each(rules.map((rule) => [rule.name, rule] as const))('can fail: %s', (_, { rule, good, bad }) => {
    expect(rule([good])).toEqual([]);
    for (const source of bad) expect(rule([source])[0], source.path).toContain(source.path);
  });

  it.each(rules.map((rule) => [rule.name, rule] as const))('holds: %s', (_, { rule }) => {
    expect(rule(house)).toEqual([]);
  });

  it('can fail: a kind is its code, its stories and its picture', () => {
    const [code, test, icon] = ['src/catalog/cache/cache.ts', 'src/catalog/cache/cache.test.ts', 'src/catalog/cache/icon.svg'];
    expect(text.wholeKinds([code, test, icon, 'src/catalog/kind.ts'])).toEqual([]);
    expect(text.wholeKinds([code, test])).toEqual(['src/catalog/cache/ lacks icon.svg; a kind is its code, its stories and its picture']);
    expect(text.wholeKinds([icon])).toHaveLength(2);
  });

  it('holds: a kind is its code, its stories and its picture', () => {
    expect(text.wholeKinds(paths)).toEqual([]);
  });
});
