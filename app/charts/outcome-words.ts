/** Failed outcomes of requests: the column that counts each, and its words. */
import type { LOOKS } from './palette.ts';

export interface FailedOutcome {
  readonly column: keyof (typeof LOOKS)['causes'];
  /** At a line's end. */
  readonly label: string;
  /** In a sentence. */
  readonly name: string;
}

export const FAILED_OUTCOMES: readonly FailedOutcome[] = [
  { column: 'error', label: 'errors', name: 'errors' },
  { column: 'timeout', label: 'timeouts', name: 'timeouts' },
  { column: 'refused', label: 'refused', name: 'refused connections' },
  { column: 'rejected', label: 'rejected', name: 'rejected by limits' },
  { column: 'unavailable', label: 'unavailable', name: 'unavailable parts' },
  { column: 'shortCircuited', label: 'breaker', name: 'open breakers' },
  { column: 'cancelled', label: 'cancelled', name: 'cancelled' },
];
