import { describe, expect, it } from 'vitest';
import { freshSlug } from './names.ts';

describe('a fresh id', () => {
  it('is the name as a slug, numbered when it is taken', () => {
    expect(freshSlug('Check out!', [])).toBe('check-out');
    expect(freshSlug('Class', ['class', 'class-2'])).toBe('class-3');
    expect(freshSlug('…', [])).toBe('x');
  });
});
