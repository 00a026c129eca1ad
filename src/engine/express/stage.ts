/**
 * The stage of the express way: where the state of the one simulation that runs on it stands meanwhile. Typed arrays of the
 * module, because the compiler then knows each by its address; what is called from the loop takes whole numbers only, since a
 * fraction that crosses the border of a function would be boxed. See `load` and `store` for how state comes and goes.
 */

/** Requests in flight at most; instances, streams, links × targets, calls of all plans. */
export const PLACES = 1 << 14;
export const INSTANCES = 1 << 7;
export const STREAMS = 1 << 9;
export const BLOCK = 128;

/** By place (a row's handle ÷ ROW): moments in ns. */
export const arrived = new Float64Array(PLACES);
export const begun = new Float64Array(PLACES);
/** By place: who serves it, over which link it came, on whose behalf (-1: a source's own), and what it asks. */
export const servedBy = new Int32Array(PLACES);
export const cameOver = new Int32Array(PLACES);
export const onBehalf = new Int32Array(PLACES);
export const classOf = new Int32Array(PLACES);
export const keyOf = new Int32Array(PLACES);
export const sessionOf = new Int32Array(PLACES);
/** By place: the step of its plan, who is behind it in the line, how often it was freed. */
export const stepOf = new Int32Array(PLACES);
export const behind = new Int32Array(PLACES);
export const freed = new Int32Array(PLACES);
/** 1 while in use. */
export const used = new Uint8Array(PLACES);
/** Free places, the next one last. */
export const free = new Int32Array(PLACES);

/** Work that is under way: a heap by its end, four children to a parent; room past the end holds Infinity. */
export const due = new Float64Array(PLACES + 8).fill(Number.POSITIVE_INFINITY);
export const whose = new Int32Array(PLACES + 8);
export const order = new Int32Array(PLACES + 8);

/** By instance: the meter's cells; slots, limit of the line, first and last in it, its station's index. */
export const cells = new Float64Array(INSTANCES * 20);
export const slots = new Float64Array(INSTANCES);
export const limits = new Float64Array(INSTANCES);
export const first = new Int32Array(INSTANCES);
export const last = new Int32Array(INSTANCES);
export const nodeOf = new Int32Array(INSTANCES);
/** By instance: stream of its work and mean of that (-1: not exponential), 1 if workers wait for calls, and the lanes of its times. */
export const workStream = new Int32Array(INSTANCES);
export const workMean = new Float64Array(INSTANCES);
export const holds = new Uint8Array(INSTANCES);
export const choiceStream = new Int32Array(INSTANCES);
/** By instance × class: where its plan begins and ends among the calls. */
export const CLASSES = 64;
export const planFrom = new Int32Array(INSTANCES * CLASSES);
export const planTo = new Int32Array(INSTANCES * CLASSES);

/** Calls of all plans: link and chance. */
export const CALLS = 1 << 12;
export const callOver = new Int32Array(CALLS);
export const chances = new Float64Array(CALLS);

/** By link: first target, how many, whose turn it is; calls sent; where its chords are. */
export const LINKS = 1 << 12;
export const target0 = new Int32Array(LINKS);
export const targets = new Int32Array(LINKS);
export const turn = new Int32Array(LINKS);
export const sent = new Int32Array(LINKS);
export const chordAt = new Int32Array(LINKS);
/** By link: the instance of the source it comes from. */
export const sourceInstance = new Int32Array(LINKS);

/** Streams: exponentials made ahead and how many of a block are taken; both generators' words. */
export const blocks = new Float64Array(STREAMS * BLOCK);
export const taken = new Int32Array(STREAMS);
export const words = new Int32Array(STREAMS * 8);

/** Sources: when the next request is due, its place in the sequence, and what it draws from. */
export const SOURCES = 4;
export const nextDue = new Float64Array(SOURCES).fill(Number.POSITIVE_INFINITY);
export const nextOrder = new Int32Array(SOURCES);
export const rate = new Float64Array(SOURCES);
export const gapStream = new Int32Array(SOURCES);
export const sessions = new Int32Array(SOURCES);
export const sourceAt = new Int32Array(SOURCES);
export const number = new Int32Array(SOURCES);
/** What the digest is told of a source's event; and of an instance's. */
export const comesAs = new Int32Array(SOURCES);
export const doneAs = new Int32Array(INSTANCES);

/** By class: those that ended, and whether it writes. */
export const writes = new Uint8Array(CLASSES);
export const ended = new Float64Array(CLASSES);

/** Moments: now, and until when. */
export const moments = new Float64Array(4);
export const NOW = 0;
export const UNTIL = 1;
export const SPAN = 2;
export const ENDS_AT = 3;

/** Whole numbers. */
export const numbers = new Int32Array(22);
export const PENDING = 0;
export const SEQUENCE = 1;
export const FREE = 2;
export const HOLE = 3;
export const SOONEST = 4;
export const DIGEST_A = 5;
export const DIGEST_B = 6;
export const AT_ONCE = 7;
export const OFFERED = 8;
export const SOURCE_COUNT = 9;
export const IN_USE = 10;
export const PEAK = 11;
/** Times on the tape. */
export const NOTED = 12;
/** 1 while something is counted that is not in the histograms yet: of the chart window, of anything. */
export const NEWS_OF_WINDOW = 20;
export const NEWS = 21;
export const CLASS_COUNT = 14;
export const CHORD_COUNT = 15;
/** What was drawn for a request. */
export const DRAWN_CLASS = 16;
export const DRAWN_KEY = 17;
export const DRAWN_SESSION = 18;
export const DRAWN_LINK = 19;
/** Places that must be free for an event to be begun. */
export const SPARE = 16;

/** Times on their way into histograms, each with its chord: the set of histograms it goes to. */
export const TAPE = 1 << 10;
export const tape = new Float64Array(TAPE);
export const tapeChords = new Int32Array(TAPE);
/** Chords at most, and lanes in one at most (the rest of its five places hold -1). */
export const CHORDS = 1 << 12;
export const WIDTH = 5;
export const chordLanes = new Int32Array(CHORDS * WIDTH);
/** For each chord and each lane: how many times, their sum, the smallest and the largest. */
export const chordTotals = new Float64Array(CHORDS * 4);
export const LANES = 1 << 9;
export const laneTotals = new Float64Array(LANES * 4);
/** For each lane how many times fell into each bucket, 32 octaves of 128 from 2^8 ns. */
export const RANGE = 1 << 12;
export const LOWEST = (1023 + 8) << 7;
export const counts = new Int32Array(LANES * RANGE);
export const float = new Float64Array(1);
export const upper = new Int32Array(float.buffer);
/** Chords by link, target, class (or none) and whether own work is in it; -1: not known yet. */
export const chords = new Int32Array(1 << 16);
