/** The few words in which questions are written: objectives, classes and trials. */
import type { ClassDoc, ObjectiveDoc } from '../../design/document.ts';
import type { Required, TrialDoc, TrialSort } from './question.ts';

type Goal = Omit<ObjectiveDoc, 'id'>;

export const answered = (value: number, cls = ''): Goal => ({ metric: 'availability', bound: 'least', value, class: cls });
export const within = (ms: number, cls = ''): Goal => ({ metric: 'latency.p99', bound: 'most', value: ms, class: cls });
export const nothingLost: Goal = { metric: 'lostWrites', bound: 'most', value: 0, class: '' };
export const fresh = (share: number): Goal => ({ metric: 'staleShare', bound: 'most', value: share, class: '' });
export const cheap = (usd: number): Goal => ({ metric: 'cost.perHour', bound: 'most', value: usd, class: '' });

/** What is required, each with the question of the scope that tells it. */
export function required(goals: readonly (readonly [ask: string, goal: Goal])[]): readonly Required[] {
  return goals.map(([ask, goal], i) => ({ id: `r${i + 1}`, ask, ...goal }));
}

export function trial(sort: TrialSort, says: string, must: readonly Goal[] = [], times?: number): TrialDoc {
  return { sort, says, must: must.map((goal, i) => ({ id: `t${i + 1}`, ...goal })), ...(times !== undefined && { times }) };
}

export function reading(id: string, route: string, weight: number, bytesDown: number): ClassDoc {
  return { id, name: capital(id), route, write: false, weight, bytesUp: 500, bytesDown };
}

export function writing(id: string, route: string, weight: number, bytesUp: number): ClassDoc {
  return { id, name: capital(id), route, write: true, weight, bytesUp, bytesDown: 300 };
}

const capital = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);
