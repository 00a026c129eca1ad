// Makes src/engine/express/kernel-bytes.ts: the loop of the express way as a WebAssembly module (`npm run kernel`); with --check says only
// whether what is there is what its sources make. The sources are the modules `inside`, ordinary TypeScript that runs as it is, too; here
// AssemblyScript reads them. What it cannot know is read off the other modules as they are when loaded: where the stage's columns stand in
// memory, which constants there are, and which functions stay outside.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { basename, join } from 'node:path';
import { root, setUp } from './setup.mjs';

setUp();
register('./stripped.mjs', import.meta.url);
const folder = join(root, 'src/engine/express');
const target = join(folder, 'kernel-bytes.ts');
const inside = ['loop', 'walk', 'heap', 'pools', 'fronts', 'luck', 'ahead', 'reels'];
const outside = ['stage', 'aside', 'tally', '../calls', '../lane', '../outcome', '../requests', '../sim'];
/** Functions that have little to do with the time of a run. All others are put into their callers. */
const rare = [
  'walk/fail',
  'walk/failed',
  'walk/full',
  'walk/setOut',
  'luck/refill',
  'luck/drawEvens',
  'luck/settleEvens',
  'reels/fold',
  'reels/wind',
];
const INLINED = 400;

/** What bits.ts says in JavaScript. */
const bits = {
  'imul(a: i32, b: i32): i32': 'a * b',
  'upper(a: i32, b: i32): i32': '<i32>((<u64><u32>a * <u64><u32>b) >> 32)',
  'under(a: i32, b: i32): bool': '<u32>a < <u32>b',
  'whole(x: f64): i32': '<i32>x',
  // 1.5 · 2^52 moves a whole number's lower 32 bits to the end of the fraction.
  'low(x: f64): i32': '<i32>reinterpret<i64>(x + 6755399441055744.0)',
  'wide(x: i32): f64': '<f64>x',
  'wideUnsigned(x: i32): f64': '<f64><u32>x',
  'join(above: i32, below: i32): f64': '<f64>((<u64><u32>above << 21) + <u64>below)',
  'fraction(above: i32, below: i32): f64': '<f64>((<u64>(<u32>above >> 5) << 26) + <u64>(<u32>below >> 6)) * 1.1102230246251565e-16',
};
/** By typed array: a cell, what it is as a number, and the logarithm of its size. */
const columns = {
  Float64Array: ['f64', 'f64', 3],
  Int32Array: ['i32', 'i32', 2],
  Uint32Array: ['i32', 'i32', 2],
  Uint16Array: ['u16', 'i32', 1],
  Uint8Array: ['u8', 'i32', 0],
};

const made = `// Made by \`npm run kernel\` of the modules beside it; not to be edited.\nexport const KERNEL =\n  '${(await compile()).toString('base64')}';\n`;
const current = existsSync(target) && readFileSync(target, 'utf8') === made;
if (!process.argv.includes('--check')) writeFileSync(target, made);
else if (!current) {
  console.error('src/engine/express/kernel-bytes.ts is not what its sources make: run `npm run kernel`.');
  process.exitCode = 1;
}

async function compile() {
  // Whoever imports the sources imports this one, too.
  if (!existsSync(target)) writeFileSync(target, "export const KERNEL = '';\n");
  const { memory } = await import(join(folder, 'stage.ts'));
  const texts = new Map([['bits', Object.entries(bits).map(inlined).join('\n')]]);
  for (const path of outside) texts.set(basename(path), outline(await import(join(folder, `${path}.ts`)), memory.buffer));
  for (const name of inside) texts.set(name, asKernel(readFileSync(join(folder, `${name}.ts`), 'utf8')));
  const pages = String(memory.buffer.byteLength / 65536);
  const { default: asc } = await import('assemblyscript/asc');
  let bytes;
  const { error, stderr } = await asc.main(
    [
      ...['loop.ts', '--outFile', 'kernel.wasm', '--runtime', 'stub', '-O1', '--debug', '--noAssert'],
      ...['--importMemory', '--noExportMemory', '--initialMemory', pages, '--maximumMemory', pages],
      ...['--memoryBase', String(memory.buffer.byteLength - 1024)],
    ],
    {
      readFile: (name) => texts.get(basename(name, '.ts')) ?? null,
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm')) bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(stderr.toString());
  return optimised(bytes);
}

/** The engines of today put no function of such a module into another, so that is done here. */
async function optimised(bytes) {
  const { default: binaryen } = await import('binaryen');
  const module = binaryen.readBinary(bytes);
  const { BulkMemory, MutableGlobals, NontrappingFPToInt, SignExt } = binaryen.Features;
  module.setFeatures(BulkMemory | MutableGlobals | NontrappingFPToInt | SignExt);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(INLINED);
  binaryen.setFlexibleInlineMaxSize(INLINED);
  binaryen.setOneCallerInlineMaxSize(10 * INLINED);
  for (const name of rare) {
    binaryen.setPassArgument('no-inline', `*${name}`);
    module.runPasses(['no-inline']);
  }
  module.optimize();
  module.optimize();
  binaryen.setDebugInfo(false);
  return Buffer.from(module.emitBinary());
}

/** A source as the kernel's compiler reads it: without imports of types, and all modules in one folder. */
function asKernel(text) {
  return text.replaceAll(/^import type [^;]*;$/gm, '').replaceAll(/from '(?:[^']*\/)?([a-z-]+)\.ts'/g, "from './$1'");
}

/** What the kernel sees of a module that stays outside. */
function outline(module, memory) {
  return Object.entries(module)
    .map(([name, value]) => {
      if (typeof value === 'number') return constant(name, value);
      if (ArrayBuffer.isView(value) && value.buffer === memory) return column(name, value);
      return typeof value === 'function' && !/^class\b/.test(String(value)) ? called(name, value.length) : '';
    })
    .join('\n');
}

function constant(name, value) {
  const whole = Number.isInteger(value) && Math.abs(value) < 2 ** 31;
  return `export const ${name}: ${whole ? 'i32' : 'f64'} = ${value};`;
}

/** A column is reached by an address that stands in the instruction. */
function column(name, array) {
  const { byteOffset } = array;
  const [cell, value, shift] = columns[array.constructor.name];
  return `@unmanaged class ${name}_ {
  @inline @operator("[]") private at(i: i32): ${value} { return load<${cell}>(<usize>i << ${shift}, ${byteOffset}); }
  @inline @operator("[]=") private put(i: i32, v: ${value}): void { store<${cell}>(<usize>i << ${shift}, <${cell}>v, ${byteOffset}); }
}
export const ${name} = changetype<${name}_>(0);`;
}

function called(name, parameters) {
  const words = Array.from({ length: parameters }, (_, i) => `a${i}: i32`).join(', ');
  return `@external("outside", "${name}") export declare function ${name}(${words}): i32;`;
}

function inlined([head, body]) {
  return `@inline export function ${head} { return ${body}; }`;
}
