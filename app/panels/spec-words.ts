/** A setting's fine print in words: range, default, source. For the help strip, for screen readers and for the About tab. */
import type { ParamSpec } from '../../src/std/parameter.ts';
import { valueWords } from '../timeline/entry-words.ts';
import { showRange } from './fields/number-entry.ts';

export function defaultWords(spec: ParamSpec): string {
  return valueWords(spec, spec.default);
}

/** `1 to 256, default 2`. */
export function rangeWords(spec: ParamSpec): string {
  const usual = `default ${defaultWords(spec)}`;
  return spec.type === 'number' ? `${showRange(spec)}, ${usual}` : usual;
}

/** What is known about where the default comes from; nothing when it is simply ours. */
export function sourceWords(spec: ParamSpec): string {
  return spec.source === '' ? 'our choice' : spec.source.replace(/^chosen\b/, 'our choice');
}
