/**
 * Presets: named bags of settings of one kind, such as what a product or a class of machine can do, each with where its figures
 * come from and of when. Choosing one sets its settings and puts the others that some preset of the kind touches back to
 * their defaults, so that nothing of one chosen before stays behind. A document knows no presets, only settings.
 */
import { type ParamBag, type ParamSpecs, type ParamValue, valueIn } from '../std/parameter.ts';

export interface Preset {
  readonly id: string;
  /** In sentence case, vendor-neutral. */
  readonly label: string;
  /** What it stands for, in a plain sentence. */
  readonly help: string;
  /** Where its figures come from, with the date. */
  readonly source: string;
  /** The settings it makes; all of them known to the kind. */
  readonly params: ParamBag;
}

/** The settings that any of these presets touches, in the order of the specs. */
function presetParams(specs: ParamSpecs, presets: readonly Preset[]): readonly string[] {
  return Object.keys(specs).filter((name) => presets.some((preset) => Object.hasOwn(preset.params, name)));
}

/** What choosing a preset sets, setting by setting (undefined: back to the default). Without one: all back to their defaults. */
export function settingsOf(
  specs: ParamSpecs,
  presets: readonly Preset[],
  chosen: Preset | undefined,
): readonly (readonly [param: string, value: ParamValue | undefined])[] {
  return presetParams(specs, presets).map((name) => [
    name,
    chosen !== undefined && Object.hasOwn(chosen.params, name) ? chosen.params[name] : undefined,
  ]);
}

/** The preset whose settings these are; `none` when all they touch is at its default, `own` when it is some other mixture. */
export function presetIn(specs: ParamSpecs, presets: readonly Preset[], bag: ParamBag): Preset | 'none' | 'own' {
  const touched = presetParams(specs, presets);
  const fits = (params: ParamBag): boolean =>
    touched.every((name) => JSON.stringify(valueIn(specs, bag, name)) === JSON.stringify(valueIn(specs, params, name)));
  return presets.find((preset) => fits(preset.params)) ?? (fits({}) ? 'none' : 'own');
}
