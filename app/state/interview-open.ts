/** Whether an interview is under way: all that the page needs to know of one before it fetches the rest (app/interview). */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export const INTERVIEW_KEPT = 'loadbearing.interview';

const store = createStore<{ readonly open: boolean }>(() => ({ open: isKept() }));

export function useInterviewOpen(): boolean {
  return useStore(store, ({ open }) => open);
}

export function setInterviewOpen(open: boolean): void {
  store.setState({ open });
}

function isKept(): boolean {
  try {
    return localStorage.getItem(INTERVIEW_KEPT) !== null;
  } catch {
    return false;
  }
}
