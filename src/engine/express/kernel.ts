/**
 * The loop of the express way, `slice`, as a WebAssembly module that works on the stage's memory; it is made of the same sources as the one
 * in JavaScript (see .ci/kernel.mjs), which goes on wherever WebAssembly is not to be had.
 */
import * as aside from './aside.ts';
import { KERNEL } from './kernel-bytes.ts';
import { slice as plainly } from './loop.ts';
import { memory } from './stage.ts';
import { flush, odd } from './tally.ts';
import { webAssembly } from './web-assembly.ts';

type Slice = (most: number) => number;

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

let begun: Slice | undefined;

/** Does up to so many events that come before the moment UNTIL; how many. */
export const slice: Slice = (most) => {
  begun ??= kernel() ?? plainly;
  return begun(most);
};

/** For tests: the one in JavaScript from now on, or the module's. */
export function choose(javaScript: boolean): void {
  begun = javaScript ? plainly : undefined;
}

/** The module's; undefined where it may not be made. */
export function kernel(): Slice | undefined {
  if (webAssembly === undefined || memory === undefined) return undefined;
  try {
    const outside = { ...aside, flush, odd };
    const { exports } = new webAssembly.Instance(new webAssembly.Module(decode(KERNEL)), { outside, env: { memory } });
    return exports['slice'] as Slice;
  } catch {
    // A host may forbid it (by a content policy, say): what it does is done in JavaScript, a third slower.
    return undefined;
  }
}

/** Bytes of base 64; neither page nor Node is here to ask. */
function decode(text: string): Uint8Array {
  const letters = text.replace(/=*$/, '');
  const bytes = new Uint8Array((letters.length * 3) >> 2);
  let held = 0;
  for (let i = 0, at = 0; i < letters.length; i++) {
    held = (held << 6) | LETTERS.indexOf(letters[i]!);
    if (i % 4 > 0) bytes[at++] = held >> (6 - 2 * (i % 4));
  }
  return bytes;
}
