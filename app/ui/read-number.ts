/** Reads a number that a person typed: spaces and grouping commas are let pass, anything doubtful is refused in words. */

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly whole: boolean;
}

/** @returns the number, or a sentence that says what is wrong and what would do. */
export function readNumber(text: string, { min, max, whole }: NumberLimits): number | string {
  const plain = text.trim().replace(/(?<=\d)[\s_,](?=\d{3}\b)/g, '');
  const value = plain === '' ? Number.NaN : Number(plain);
  if (!Number.isFinite(value)) return `Type a ${whole ? 'whole number' : 'number'} between ${show(min)} and ${show(max)}.`;
  if (whole && !Number.isInteger(value)) return `Only whole numbers count here, between ${show(min)} and ${show(max)}.`;
  if (value < min) return `The least is ${show(min)}.`;
  if (value > max) return `The most is ${show(max)}.`;
  return value === 0 ? 0 : value;
}

function show(value: number): string {
  return value.toLocaleString('en-GB', { maximumFractionDigits: 6 });
}
