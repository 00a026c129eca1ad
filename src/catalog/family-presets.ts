/** Presets of a store of any family: what each sort of query costs there. */
import { FAMILIES } from '../mechanisms/access/families.ts';
import type { Preset } from './preset.ts';

export const FAMILY_PRESETS: readonly Preset[] = FAMILIES.map(({ id, label, help, access }) => ({
  id,
  label,
  help,
  source: 'chosen: orders of magnitude in memory, November 2026',
  params: { ...access },
}));
