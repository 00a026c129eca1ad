/** Codes of the events of a traffic source beyond those of its open loop (0 to 2), so that no two of its parts mean different things by one. */

/** User `a` has thought. */
export const USER = 3;
/** The next request of a recorded trace. */
export const REPLAY = 4;
/** A request that had to wait for its connection sets out, or is given up; `a` is its place among those that wait. */
export const SET_OUT = 5;
export const GIVE_UP = 6;
/** Watcher `a` polls, or connects again. */
export const ASK = 7;
/** A message arrives over an open connection; `a` is the letter in which it stands at its sender. */
export const PUSHED = 8;
/** Watcher `a` looks whether its connection still lives. */
export const PING = 9;
