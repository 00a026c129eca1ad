/** What must be said when cases were run again under other seeds because they did not hold: a second try is a choice. */
import type { ProofState } from './runner.ts';

/** '' when nothing was tried again. */
export function secondTries({ runs }: ProofState): string {
  const again = Object.values(runs).filter(({ missed }) => missed.length > 0).length;
  if (again === 0) return '';
  return again === 1 ? 'One case was run again because it had not held.' : `${again} cases were run again because they had not held.`;
}
