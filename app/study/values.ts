/** Values of a setting as they are typed: numbers with commas between them. Pure. */
import type { Setting } from '../../src/run/study/settings.ts';
import { formatQuantity, parseQuantity } from '../../src/std/quantity.ts';

/** More are for a finer look at fewer settings (chosen). */
const MOST_VALUES = 20;

/** The values, rising, each once; or what is wrong with them, in words. */
export function readValues(text: string, { min, max, whole, unit, words }: Setting): readonly number[] | string {
  const values: number[] = [];
  for (const word of text.split(',').filter((one) => one.trim() !== '')) {
    const read = parseQuantity(word.trim(), unit);
    if (!read.ok) return `“${word.trim()}” is no value of ${words}.`;
    if (read.value < min || read.value > max) return `${words}: from ${formatQuantity(min, unit, 3)} to ${formatQuantity(max, unit, 3)}.`;
    if (whole && !Number.isInteger(read.value)) return `${words}: whole numbers only.`;
    values.push(read.value);
  }
  if (values.length === 0) return `Type values of ${words} with commas between them.`;
  if (values.length > MOST_VALUES) return `At most ${MOST_VALUES} values.`;
  return [...new Set(values)].sort((a, b) => a - b);
}
