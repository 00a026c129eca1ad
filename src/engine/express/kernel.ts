import { biasOf, causeOfFull, drawOtherwise, drawWork, exponentiate, growLane, noteEnd, noteFailure } from './aside.ts';
import { KERNEL } from './kernel-bytes.ts';
import { slice as plainly } from './loop.ts';
import { memory } from './stage.ts';
import { flush, odd } from './tally.ts';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(text: string): Uint8Array {
  const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, '').length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (const letter of text) {
    if (letter === '=') break;
    held = ((held << 6) | LETTERS.indexOf(letter)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 255;
  }
  return bytes;
}

function instantiate(): (most: number) => number {
  const outside = { biasOf, causeOfFull, drawOtherwise, drawWork, exponentiate, growLane, noteEnd, noteFailure, flush, odd };
  const module = new WebAssembly.Module(decode(KERNEL));
  const { exports } = new WebAssembly.Instance(module, { outside, env: { memory } });
  return exports['slice'] as (most: number) => number;
}

let begun: ((most: number) => number) | undefined;

export const slice = (most: number): number => {
  begun ??= (globalThis as { PLAIN?: boolean }).PLAIN ? plainly : instantiate();
  return begun(most);
};
