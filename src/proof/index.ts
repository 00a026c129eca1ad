/** THE list of cases, in the order in which the page shows them. A case is written in the file of its group. */
import type { ProofCase } from './case.ts';
import { QUEUES } from './queues.ts';

export const CASES: readonly ProofCase[] = [...QUEUES];
