/**
 * Settings with which a store takes a side when the network is parted (Brewer 2000; Gilbert & Lynch 2002): consistent and then not always
 * available, available and then not always consistent, or a promise to each session in between. What a store offers it declares itself;
 * comparisons try each on the reader's own design.
 */
import type { ParamBag } from '../std/parameter.ts';

export type CapSide = 'cp' | 'ap' | 'session';

export interface CapSetting {
  readonly side: CapSide;
  /** What it comes down to for this store, in a plain sentence. */
  readonly help: string;
  /** The settings it makes; what it leaves out stays as it was drawn. */
  readonly params: ParamBag;
}

export const SIDE_NAMES: Readonly<Record<CapSide, string>> = {
  cp: 'Consistent (CP)',
  ap: 'Available (AP)',
  session: 'Session',
};
