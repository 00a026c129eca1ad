// The plan of the house as data: which room stands on which floor, what each may bring in from outside, and what it may not say.
// A new room is a line here, and a line in ARCHITECTURE.md.

/** Rooms of src. A file imports its own floor or lower. Tests of the whole house (laws, tidy) stand above everything. */
export const SRC_FLOORS: Readonly<Record<string, number>> = {
  std: 0,
  stats: 1,
  theory: 1,
  engine: 2,
  mechanisms: 3,
  catalog: 4,
  faults: 4,
  consistency: 4,
  design: 5,
  run: 6,
  labs: 6,
  proof: 7,
  coverage: 7,
  worker: 7,
  cli: 7,
  laws: 8,
  tidy: 8,
};

/** Rooms of app; what is not named stands on the top floor. Words and number formats lie under everything. */
export const APP_FLOORS: Readonly<Record<string, number>> = { i18n: 0, ui: 1, charts: 2, state: 3 };
export const APP_TOP = 4;

/** What of src the page may see: data and pure functions, and one door to the simulation, the worker's client. */
export const APP_SEES: readonly RegExp[] = [
  /^src\/(std|stats|theory|catalog|faults|design|labs|proof)\//,
  /^src\/run\/(frame|report|story-report|consistency-report|cap|cost|traces|trace-path|explain|estimate|replications|branch|experiment|experiment\/[\w-]+)\.ts$/,
  /^src\/run\/(objective|envelope|availability-report|run-summary|incidents|post-mortem|why\/(observe|why|tail|told)|study\/[\w-]+)\.ts$/,
  /^src\/engine\/(outcome|policy\/link-parameters)\.ts$/,
  /^src\/worker\/(client|protocol|pool)\.ts$/,
];

/** Packages that a room of src may import; every other room imports none. Tests may add TEST_PACKAGES. */
export const SRC_PACKAGES: Readonly<Record<string, RegExp>> = {
  design: /^(valibot|fflate|@dagrejs\/dagre)$/,
  worker: /^(comlink|@dagrejs\/dagre)$/,
  cli: /^node:/,
};
export const TEST_PACKAGES = /^(vitest|fast-check|vite|node:.+)$/;

/** The rooms whose every digit must be the same on every machine. */
export const ENGINE_SIDE: readonly string[] = ['std', 'stats', 'engine', 'mechanisms', 'catalog', 'faults', 'consistency'];

/** All that those rooms may take from Math: exactly rounded or whole-number operations. The rest differs between machines. */
export const EXACT_MATH: ReadonlySet<string> = new Set(
  ['sqrt', 'floor', 'ceil', 'round', 'abs', 'min', 'max', 'trunc', 'imul', 'clz32', 'fround', 'sign'].map((name) => `Math.${name}`),
);

/** Names that bring in the clock, the machine, chance or the reader's language. */
export const BANNED_ON_ENGINE_SIDE =
  /^((\*\*|for…in|Date|performance|crypto|Intl|Atomics|WeakRef|globalThis)(\.|$)|\.(localeCompare|toLocale.*String)$)/;
export const BANNED_ELSEWHERE: Readonly<Record<string, RegExp>> = {
  theory: /^(Math\.random|(Date|performance)(\..+)?)$/,
  design: /^(Math\.random|(Date|performance)(\..+)?)$/,
  run: /^Math\.random$/,
  labs: /^Math\.random$/,
  worker: /^Math\.random$/,
  cli: /^Math\.random$/,
};

/** The explicit lists of the house; only they gather what stands beside them. */
export const REGISTRIES: ReadonlySet<string> = new Set(
  ['catalog', 'faults', 'consistency', 'labs', 'design/examples', 'design/examples/parts', 'design/examples/styles'].map(
    (room) => `src/${room}/index.ts`,
  ),
);

/** Files that a tool insists on reading a default export from. */
export const TOOL_FILES: ReadonlySet<string> = new Set(['vite.config.ts', 'e2e/playwright.config.ts']);

export const MAX_LINES = 400;
export const MAX_LINES_P90 = 220;
export const MAX_FUNCTION_LINES = 70;
