/** Every preset of every kind can be chosen: its settings pass the same reading as those of a document. */
import { describe, expect, it } from 'vitest';
import { KINDS } from '../catalog/index.ts';
import { presetIn } from '../catalog/preset.ts';
import { readValue } from './read/values.ts';

describe.each(KINDS.flatMap((kind) => (kind.presets ?? []).map((preset) => [`${kind.id} ${preset.id}`, kind, preset] as const)))(
  'the preset %s',
  (_, kind, preset) => {
    it('sets only what the kind has, to values that it allows', () => {
      for (const [name, value] of Object.entries(preset.params)) {
        const spec = kind.params[name];
        expect(spec, name).toBeDefined();
        if (spec !== undefined) expect(readValue(spec, value, new Set()), name).toEqual({ ok: true, value });
      }
    });

    it('is told from the others, and says where it comes from and of when', () => {
      expect(presetIn(kind.params, kind.presets ?? [], preset.params)).toBe(preset);
      expect(preset.source).toMatch(/\b(19|20)\d\d\b/);
    });
  },
);
