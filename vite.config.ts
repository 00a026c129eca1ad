// How the site is built and how the unit tests run. The page must work from any static host, under any path, offline after the first
// visit, and under a content policy that lets nothing in from elsewhere.
import { existsSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import type { PluginOption } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';

// Styles set on elements by script go through the CSSOM and need no exception. data: and blob: pictures are the exported ones.
const policy = [
  "default-src 'self'",
  // The second lets a module be compiled (engine/express/kernel) and nothing else.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "object-src 'none'",
].join('; ');

/** Only in the build: the development server needs inline scripts for its own reloading. */
function contentPolicy(): PluginOption {
  return {
    name: 'content-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    ],
  };
}

/**
 * A service worker that keeps every file of this version. A new version waits until the last page of the old one is closed, so that
 * nobody's page loses the chunks it was built with.
 */
function offline(): PluginOption {
  return VitePWA({
    registerType: 'prompt',
    injectRegister: 'script-defer',
    manifest: false,
    workbox: {
      globPatterns: ['**/*.{html,js,css,svg,png,woff2,webmanifest,json,csv,txt}'],
      maximumFileSizeToCacheInBytes: 4_000_000,
      inlineWorkboxRuntime: true,
      cleanupOutdatedCaches: true,
      // Links carry the design behind the #, which never reaches the server: one page answers every address.
      navigateFallback: 'index.html',
    },
  });
}

/** Constants go into the code and stay constants: the simulation runs a sixth faster than with variables for them. */
const constants = { optimization: { inlineConst: { mode: 'all', pass: 3 } }, output: { topLevelVar: false } } as const;

/**
 * In the built worker private names become ordinary ones. What is private was checked when the sources were compiled; at work Firefox
 * looks at every use of a private name again, and without them the simulation runs there a fifth faster.
 */
function plainNames(): PluginOption {
  return {
    name: 'plain-names',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk') chunk.code = withPlainNames(chunk.code, this.parse(chunk.code));
    },
  };
}

/** Every `#name` as `$name`; in the n-th class that extends another as `$n` + name, since its base may use the same name. */
function withPlainNames(code: string, tree: unknown): string {
  const parts: string[] = [];
  let done = 0;
  for (const { at, prefix } of privateNames(tree)) {
    // Minified, `get #x` is `get#x`: without its mark it needs the space again.
    const after = /[\w$]/.test(code[at - 1] ?? '') ? ' ' : '';
    parts.push(code.slice(done, at), after, prefix);
    done = at + 1;
  }
  return parts.join('') + code.slice(done);
}

interface PrivateName {
  readonly at: number;
  readonly prefix: string;
}

type Node = Partial<Record<string, unknown>>;

/** Where private names stand, in order, and what takes the place of their `#`. One use of them has no ordinary counterpart, so a build that meets it ends. */
function privateNames(tree: unknown): readonly PrivateName[] {
  const found: PrivateName[] = [];
  const around: { readonly names: ReadonlySet<unknown>; readonly prefix: string }[] = [];
  let extending = 0;
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const node = part as Node;
    if (node['type'] === 'PrivateIdentifier') {
      const prefix = around.findLast(({ names }) => names.has(node['name']))?.prefix;
      if (prefix === undefined) throw new Error(`plain names: no class has #${node['name']}`);
      found.push({ at: Number(node['start']), prefix });
    }
    const left = node['left'] as Node | undefined;
    if (node['operator'] === 'in' && left?.['type'] === 'PrivateIdentifier')
      throw new Error('plain names: asks whether an object has a private name');
    const isClass = node['type'] === 'ClassDeclaration' || node['type'] === 'ClassExpression';
    if (isClass) around.push({ names: declaredBy(node), prefix: node['superClass'] ? `$${++extending}` : '$' });
    for (const value of Object.values(part)) look(value);
    if (isClass) around.pop();
  };
  look(tree);
  return found.sort((a, b) => a.at - b.at);
}

function declaredBy(node: Node): ReadonlySet<unknown> {
  const members = (node['body'] as { readonly body: readonly Node[] }).body;
  const keys = members.map((member) => member['key'] as Node | undefined);
  return new Set(keys.flatMap((key) => (key?.['type'] === 'PrivateIdentifier' ? [key['name']] : [])));
}

/**
 * The page knows kinds and faults by their words; what they do runs in the worker. So the built page has no `build` of a kind and no `turn`
 * of a fault, and with them go the stations and mechanisms that nothing else asks for: a third of what a visitor would download.
 */
function wordsOnly(): PluginOption {
  return {
    name: 'words-only',
    apply: 'build',
    transform(code, id) {
      const declares = /\/src\/(catalog|faults)\//.test(id) ? /\bdefine(Kind|Fault)\(/.exec(code) : null;
      return declares === null ? null : { code: withoutWork(code, this.parse(code)), map: null };
    },
  };
}

/** The worker in its turn knows no explanations: what people read of a kind, a fault or a setting stands in the page. */
function workOnly(): PluginOption {
  return {
    name: 'work-only',
    apply: 'build',
    transform(code, id) {
      const explains = /\/src\/(catalog|faults|engine\/policy|mechanisms)\//.test(id) && /\b(help|about|summary|source):/.test(code);
      return explains ? { code: withoutWords(code, this.parse(code)), map: null } : null;
    },
  };
}

const WORDS: ReadonlySet<unknown> = new Set(['help', 'about', 'summary', 'source']);

/** A module with its explanations empty: those that are written out, as one text or as several put together. */
function withoutWords(code: string, tree: unknown): string {
  const isText = (node: Node): boolean =>
    node['type'] === 'BinaryExpression' ? isText(node['left'] as Node) && isText(node['right'] as Node) : typeof node['value'] === 'string';
  const cuts: Cut[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const node = part as Node;
    const value = node['value'] as Node | undefined;
    const key = node['type'] === 'Property' ? (node['key'] as Node)['name'] : undefined;
    if (WORDS.has(key) && value !== undefined && isText(value)) cuts.push({ from: Number(value['start']), to: Number(value['end']) });
    for (const inner of Object.values(part)) look(inner);
  };
  look(tree);
  return replaced(code, cuts, "''");
}

interface Cut {
  readonly from: number;
  readonly to: number;
}

function replaced(code: string, cuts: readonly Cut[], by: string): string {
  let left = code;
  for (const { from, to } of [...cuts].sort((a, b) => b.from - a.from)) left = left.slice(0, from) + by + left.slice(to);
  return left;
}

/** Members of a declaration that only the worker calls. */
const WORK: Readonly<Record<string, string>> = { defineKind: 'build', defineFault: 'turn' };

/** A module with the work of what it declares taken out; calling it is a mistake that says so. */
function withoutWork(code: string, tree: unknown): string {
  const cuts: Cut[] = [];
  const look = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return;
    const node = part as Node;
    const callee = node['type'] === 'CallExpression' ? WORK[String((node['callee'] as Node)['name'])] : undefined;
    const [declared] = callee === undefined ? [] : (node['arguments'] as readonly Node[]);
    for (const member of (declared?.['properties'] as readonly Node[] | undefined) ?? []) {
      const value = member['value'] as Node | undefined;
      if ((member['key'] as Node | undefined)?.['name'] === callee && value !== undefined)
        cuts.push({ from: Number(value['start']), to: Number(value['end']) });
    }
    for (const value of Object.values(part)) look(value);
  };
  look(tree);
  return replaced(code, cuts, "() => { throw new Error('parts are at work in the worker only'); }");
}

/**
 * In tests Node itself loads the sources, and only the tests go through Vitest. To a module that Vitest loads every imported name is a
 * property of an object, read anew at each use: a simulation runs two to twenty times slower by it, and the constants of a module
 * are no constants. Coverage, which counts what Vitest loads, goes without.
 */
function native() {
  // An install from before there was this dependency goes the slow way until its next `npm ci`.
  const installed = existsSync(new URL('node_modules/@swc/wasm-typescript', import.meta.url));
  if (!installed || process.argv.includes('--coverage')) return {};
  const sources = /\/src\/(?!.*\.test\.ts$).*\.(ts|json)$/;
  return { execArgv: ['--import', new URL('.ci/native.mjs', import.meta.url).href], server: { deps: { external: [sources] } } };
}

/** Only for tests: whoever builds or serves the page need not load Vitest. */
const longestFirst =
  process.env['VITEST'] === undefined
    ? {}
    : { sequence: { sequencer: (await import(new URL('.ci/longest-first.mjs', import.meta.url).href)).LongestFirst } };

export default defineConfig({
  base: './',
  plugins: [react(), wordsOnly(), contentPolicy(), offline()],
  build: { target: 'es2022', sourcemap: false, assetsInlineLimit: 0, reportCompressedSize: false, chunkSizeWarningLimit: 1500 },
  worker: {
    format: 'es',
    plugins: () => [workOnly(), plainNames()],
    rollupOptions: { ...constants, output: { ...constants.output, entryFileNames: 'assets/worker-[name]-[hash].js' } },
  },
  test: {
    setupFiles: ['.ci/properties.mjs'],
    // Files share what they import: else each would load the whole product anew, which takes longer than its tests.
    isolate: false,
    pool: 'threads',
    // The runner itself has next to nothing to do; left alone it would keep a processor for itself.
    maxWorkers: '100%',
    ...longestFirst,
    ...native(),
    coverage: { provider: 'v8', include: ['src/**/*.ts', 'app/**/*.{ts,tsx}'], exclude: ['src/tidy/**', 'src/laws/**'] },
    projects: [
      {
        extends: true,
        test: { name: 'unit', testTimeout: 60_000, include: ['src/**/*.test.ts', 'app/**/*.test.{ts,tsx}'], exclude: ['src/laws/**'] },
      },
      { extends: true, test: { name: 'laws', include: ['src/laws/**/*.test.ts'], testTimeout: 300_000 } },
    ],
  },
});
