// Compiles the loop of the express way (src/engine/express) into a WebAssembly module. Its sources are ordinary TypeScript that runs as it
// is, too; here they are read by AssemblyScript, for which this script says what it cannot know: where the columns of the stage stand in
// memory, which constants other modules have, and which functions stay outside. All of that is read off the modules themselves.
import { register } from 'node:module';
import { writeFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
register('./stripped.mjs', import.meta.url);
const folder = join(root, 'src/engine/express');
const inside = ['loop', 'walk', 'heap', 'pools', 'luck', 'tape', 'ahead', 'fronts'];
const outside = { stage: 'stage.ts', aside: 'aside.ts', lane: '../lane.ts', requests: '../requests.ts', tally: 'tally.ts', calls: '../calls.ts', sim: '../sim.ts', outcome: '../outcome.ts' };

const bits = Object.entries({
  'imul(a: i32, b: i32): i32': 'a * b',
  'upper(a: i32, b: i32): i32': '<i32>((<u64><u32>a * <u64><u32>b) >> 32)',
  'under(a: i32, b: i32): bool': '<u32>a < <u32>b',
  'whole(x: f64): i32': '<i32>x',
  'low(x: f64): i32': '<i32>reinterpret<i64>(x + 6755399441055744.0)',
  'wide(x: i32): f64': '<f64>x',
  'wideUnsigned(x: i32): f64': '<f64><u32>x',
  'fraction(above: i32, below: i32): f64': '<f64>((<u64>(<u32>above >> 5) << 26) + <u64>(<u32>below >> 6)) * 1.1102230246251565e-16',
  'join(above: i32, below: i32): f64': '<f64>((<u64><u32>above << 21) + <u64>below)',
})
  .map(([head, body]) => `@inline export function ${head} { return ${body}; }`)
  .join('\n');
const columns = { Float64Array: ['f64', 'f64', 3], Int32Array: ['i32', 'i32', 2], Uint16Array: ['u16', 'i32', 1], Uint8Array: ['u8', 'i32', 0], Uint32Array: ['i32', 'i32', 2] };

/** A column: its cells are reached by an address that stands in the instruction. */
function column(key, { constructor, byteOffset }) {
  const [cell, value, shift] = columns[constructor.name];
  return `@unmanaged class ${key}_ {
  @inline @operator("[]") private at(i: i32): ${value} { return load<${cell}>(<usize>i << ${shift}, ${byteOffset}); }
  @inline @operator("[]=") private put(i: i32, v: ${value}): void { store<${cell}>(<usize>i << ${shift}, <${cell}>v, ${byteOffset}); }
}
export const ${key} = changetype<${key}_>(0);`;
}

/** A module as the compiler sees it that stays outside: constants, columns, functions. */
function outline(name, module, memory) {
  const lines = [];
  for (const [key, value] of Object.entries(module)) {
    if (typeof value === 'number') {
      const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31 && !Object.is(value, -0);
      lines.push(`export const ${key}: ${whole ? 'i32' : 'f64'} = ${value === Infinity ? 'Infinity' : value};`);
    } else if (columns[value?.constructor?.name] !== undefined && value.buffer === memory) {
      lines.push(column(key, value));
    } else if (typeof value === 'function' && name !== 'stage' && !/^class/.test(String(value))) {
      const parameters = Array.from({ length: value.length }, (_, i) => `a${i}: i32`).join(', ');
      lines.push(`@external("outside", "${key}") export declare function ${key}(${parameters}): i32;`);
    }
  }
  return lines.join('\n');
}

const stage = await import(join(folder, 'stage.ts'));
const texts = new Map([['bits', bits]]);
for (const [name, path] of Object.entries(outside)) {
  const module = await import(join(folder, path));
  texts.set(name, outline(name, module, stage.memory.buffer));
}
for (const name of inside) {
  const text = readFileSync(join(folder, `${name}.ts`), 'utf8');
  texts.set(name, text.replaceAll(/^import type [^;]*;$/gm, '').replaceAll(/from '(?:[^']*\/)?([a-z]+)\.ts'/g, "from './$1'"));
}

const { default: asc } = await import('assemblyscript/asc');
let bytes;
const { error, stderr } = await asc.main(
  ['loop.ts', '--outFile', 'kernel.wasm', '--runtime', 'stub', '--importMemory', '--initialMemory', '640', '--maximumMemory', '640', '--noExportMemory', '-O1', '--debug', '--noAssert', '--memoryBase', String(stage.end?.() ?? 41_000_000), ...process.argv.slice(2)],
  {
    readFile: (name) => texts.get(basename(name, '.ts')) ?? null,
    writeFile: (name, contents) => {
      if (name.endsWith('.wasm')) bytes = contents;
      else writeFileSync(join('/tmp', basename(name)), contents);
    },
    listFiles: () => [],
  },
);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
const { default: binaryen } = await import('binaryen');
const module = binaryen.readBinary(bytes);
binaryen.setOptimizeLevel(3);
binaryen.setShrinkLevel(0);
binaryen.setAlwaysInlineMaxSize(Number(process.env.INL ?? 400));
binaryen.setFlexibleInlineMaxSize(Number(process.env.INL ?? 400));
binaryen.setOneCallerInlineMaxSize(4000);
module.setFeatures(binaryen.Features.BulkMemory | binaryen.Features.MutableGlobals | binaryen.Features.NontrappingFPToInt | binaryen.Features.SignExt);
const rare = (process.env.RARE ?? 'luck/refill luck/drawEvens luck/settleEvens tape/fold ahead/drawRequests walk/fail walk/failed walk/setOut walk/full').split(' ').filter(Boolean);
for (const name of rare) {
  binaryen.setPassArgument('no-inline', `*${name}`);
  module.runPasses(['no-inline']);
}
module.optimize();
module.optimize();
binaryen.setDebugInfo(Boolean(process.env.WAT));
bytes = module.emitBinary();
if (process.env.WAT) writeFileSync('/tmp/prof/kernel.wat', module.emitText());
const text = Buffer.from(bytes).toString('base64');
writeFileSync(join(folder, 'kernel-bytes.ts'), `// Made by \`npm run kernel\` from the modules beside it; not to be edited.\nexport const KERNEL = '${text}';\n`);
console.error(`${bytes.length} bytes`);
