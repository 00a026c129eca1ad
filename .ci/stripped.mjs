// Lets Node load TypeScript: types become blanks, by the tool that newer versions of Node have within, so that every line and column
// stays where it is and no map is needed. Node 20 has hooks for loading and no such tool. JSON is imported as bundlers give it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transformSync } from '@swc/wasm-typescript';

/** A hook of Node: https://nodejs.org/api/module.html#loadurl-context-nextload */
export async function load(url, context, next) {
  const path = url.startsWith('file:') && !url.includes('/node_modules/') ? new URL(url).pathname : '';
  const made = path.endsWith('.ts') ? withoutTypes : path.endsWith('.json') ? asModule : undefined;
  if (made === undefined) return next(url, context);
  return { format: 'module', shortCircuit: true, source: made(await readFile(fileURLToPath(url), 'utf8')) };
}

const withoutTypes = (code) => transformSync(code, { mode: 'strip-only', module: true }).code;
const asModule = (json) => `export default ${json}`;
