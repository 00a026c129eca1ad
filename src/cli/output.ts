/** What commands end with: text for stdout, words for stderr, an exit code. Codes: 0 ok, 1 missed, 2 bad input, 3 a bug. */
import process from 'node:process';
import type { Problem } from '../design/document.ts';

export const MISSED = 1;
export const BAD_INPUT = 2;
export const BUG = 3;

/** Ends a command early with an exit code and words; caught once in main. */
export class Stop extends Error {
  readonly code: number;

  constructor(code: number, words: string) {
    super(words);
    this.code = code;
  }
}

export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function printJson(value: unknown): void {
  print(JSON.stringify(value, null, 2));
}

/** Diagnostics, and progress when somebody watches. */
export function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Problems as lines `place: message [code]`. */
export function problemLines(problems: readonly Problem[]): string {
  return problems.map((p) => `${p.place === '' ? 'document' : p.place}: ${p.message} [${p.code}]`).join('\n');
}
