/**
 * The voice of the page: short messages for screen readers, politely, at most one in three seconds; what comes in
 * between is said together. It writes into the live region that `LiveRegion` mounts.
 */

/** Least time between two messages, ms (chosen; E09). */
const APART_MS = 3_000;

type Speak = (text: string) => void;

/** A queue of messages in front of one voice. Clock and timer are handed in for tests. */
export function announcer(speak: Speak, nowMs: () => number, later: (then: () => void, ms: number) => void): (text: string) => void {
  let waiting: string[] = [];
  let last = Number.NEGATIVE_INFINITY;
  const say = (): void => {
    if (waiting.length === 0) return;
    speak(waiting.map((text) => text.replace(/\.$/, '')).join('. '));
    waiting = [];
    last = nowMs();
  };
  return (text) => {
    if (waiting.includes(text)) return;
    waiting.push(text);
    if (waiting.length > 1) return;
    const wait = last + APART_MS - nowMs();
    if (wait <= 0) say();
    else later(say, wait);
  };
}

let voice: Speak = () => {};

/** Where messages go from now on; the live region sets it when it mounts. */
export function giveVoice(speak: Speak): void {
  voice = speak;
}

/** Says something to people who listen to the page. */
export const announce: (text: string) => void = announcer(
  (text) => voice(text),
  () => performance.now(),
  (then, ms) => setTimeout(then, ms),
);
