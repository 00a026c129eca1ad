/** What a client's station goes by, in document units; the specs with their words and ranges stand in catalog/source-parameters. */
import type { Distribution } from '../../std/distribution.ts';
import type { AskingValues } from './asker.ts';
import type { LoadValues } from './open-loop.ts';
import type { ReplayValues } from './replay.ts';
import type { WatchValues } from './watchers.ts';

export interface ClientValues extends AskingValues, LoadValues, ReplayValues, WatchValues {
  /** `open`, `closed`, `trace` or `watch`. */
  readonly loop: string;
  readonly users: number;
  readonly think: Distribution;
  readonly rampUp: number;
  readonly quits: number;
  readonly sessions: number;
  readonly browserCache: boolean;
  readonly browserClasses: readonly string[];
  readonly browserTtl: number;
  readonly browserEntries: number;
}
