// Who may know whom: the rules about imports. Each rule takes the read files and answers with complaints, empty when all is well.
import { APP_FLOORS, APP_SEES, APP_TOP, REGISTRIES, SRC_FLOORS, SRC_PACKAGES, TEST_PACKAGES } from './house.ts';
import type { Source } from './source.ts';

export type Rule = (sources: readonly Source[]) => string[];

/** One import of one file: `to` is a path from the root, or undefined for a package. */
type Import = { readonly from: Source; readonly name: string; readonly line: number; readonly to: string | undefined };

const eachImport =
  (judge: (one: Import) => string | undefined): Rule =>
  (sources) =>
    sources.flatMap((from) =>
      from.imports.flatMap(({ name, line }) => {
        const complaint = judge({ from, name, line, to: resolve(from.path, name) });
        return complaint === undefined ? [] : [`${from.path}:${line} ${complaint}`];
      }),
    );

/** Tests stand on every floor: a kind's stories run whole designs, and nothing of them is shipped. */
export const srcFloors: Rule = eachImport(({ from, to }) => {
  if (!to?.startsWith('src/') || !from.path.startsWith('src/') || isTest(from.path)) return undefined;
  const [mine, theirs] = [srcFloor(from.path), srcFloor(to)];
  if (mine === undefined) return `stands in no room of the house; move it into one of ${Object.keys(SRC_FLOORS).join(', ')}`;
  if (theirs === undefined) return `imports ${to}, which stands in no room of the house`;
  if (theirs > mine) return `(floor ${mine}) imports ${to} (floor ${theirs}); hand the value down as an argument, or move one of the two`;
  return undefined;
});

export const srcStandsAlone: Rule = eachImport(({ from, to }) =>
  from.path.startsWith('src/') && to !== undefined && !to.startsWith('src/')
    ? `imports ${to}; src knows nothing outside src, so hand it in as an argument`
    : undefined,
);

export const srcPackages: Rule = eachImport(({ from, name, to }) => {
  if (!from.path.startsWith('src/') || to !== undefined) return undefined;
  const allowed = SRC_PACKAGES[roomOf(from.path)]?.test(name) || (isTest(from.path) && TEST_PACKAGES.test(name));
  return allowed ? undefined : `imports the package ${name}; this room runs without it (src/tidy/house.ts lists who may use what)`;
});

export const kindsApart: Rule = eachImport(({ from, to }) => {
  const [mine, theirs] = [kindOf(from.path), to === undefined ? undefined : kindOf(to)];
  if (mine === undefined || to === undefined) return undefined;
  if (to === 'src/catalog/index.ts') return 'is a kind and imports the list of kinds; let the engine hand it its neighbours as stations';
  if (theirs !== undefined && theirs !== mine)
    return `is the kind ${mine} and imports the kind ${theirs}; move what both need to src/mechanisms`;
  return undefined;
});

export const kindsAndFaultsApart: Rule = eachImport(({ from, to }) => {
  const rooms = [roomOf(from.path), to === undefined ? '' : roomOf(to)].join(' ');
  if (!from.path.startsWith('src/')) return undefined;
  if (rooms === 'faults catalog') return `is a fault and imports ${to}; turn a knob or use an ability of src/engine/station.ts instead`;
  if (rooms === 'catalog faults') return `is part of the catalogue and imports ${to}; offer an ability or heed a knob instead`;
  return undefined;
});

export const appFloors: Rule = eachImport(({ from, to }) => {
  if (!from.path.startsWith('app/') || !to?.startsWith('app/')) return undefined;
  const [mine, theirs] = [appFloor(from.path), appFloor(to)];
  return theirs > mine
    ? `(floor ${mine}) imports ${to} (floor ${theirs}); take it as a property instead (ui < charts < state < the rest)`
    : undefined;
});

export const appSeesOnlyDoors: Rule = eachImport(({ from, to }) => {
  if (!from.path.startsWith('app/') || to === undefined || to.startsWith('app/')) return undefined;
  if (APP_SEES.some((door) => door.test(to))) return undefined;
  return `imports ${to}; the page reaches the simulation through src/worker/client.ts and data (src/tidy/house.ts lists what it sees)`;
});

export const barrels: Rule = (sources) =>
  sources
    .filter(({ path }) => !REGISTRIES.has(path))
    .flatMap(({ path, reexports }) =>
      reexports.map(({ name, line }) => `${path}:${line} re-exports ${name}; let readers import it from where it stands`),
    );

/** `src/std/random.ts` from `src/engine/sim.ts` and `../std/random.ts`; undefined for a package. Vite's `?suffix` is dropped. */
function resolve(from: string, name: string): string | undefined {
  if (!name.startsWith('.')) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of (name.split('?')[0] ?? '').split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** The room a file stands in: its folder below the top, or the one it is named after (`src/coverage.ts` is the door of `src/coverage/`). */
export function roomOf(path: string): string {
  const [, room = '', further] = path.split('/');
  if (further !== undefined) return room;
  const named = room.replace(/\.tsx?$/, '');
  return Object.hasOwn(SRC_FLOORS, named) ? named : '';
}

export function isTest(path: string): boolean {
  return /\.(test|spec)\.tsx?$/.test(path) || /^src\/(laws|tidy)\//.test(path) || path.startsWith('e2e/');
}

function srcFloor(path: string): number | undefined {
  return path === 'src/tidy.test.ts' ? SRC_FLOORS['tidy'] : SRC_FLOORS[roomOf(path)];
}

function appFloor(path: string): number {
  return APP_FLOORS[roomOf(path)] ?? APP_TOP;
}

function kindOf(path: string): string | undefined {
  return /^src\/catalog\/([^/]+)\//.exec(path)?.[1];
}
