/**
 * How a call can end, and why. Every call ends in exactly one outcome; a failed one carries a cause: a reason and the
 * node where it arose, packed into one whole number so that counting it allocates nothing.
 */

/** Outcomes by code. `ok` includes stale answers, which are counted as stale besides. */
export const OUTCOMES = ['ok', 'error', 'timeout', 'refused', 'rejected', 'unavailable', 'short-circuited', 'cancelled'] as const;

export const OK = 0;
export const ERROR = 1;
export const TIMEOUT = 2;
export const REFUSED = 3;
export const REJECTED = 4;
export const UNAVAILABLE = 5;
export const SHORT_CIRCUITED = 6;
export const CANCELLED = 7;
/** In a request's column: not ended yet. */
export const PENDING = 255;

/** Reasons by code, in the words of the reports. */
export const REASONS = [
  'none',
  'injected error',
  'crashed',
  'down',
  'queue full',
  'rate limited',
  'no healthy target',
  'no leader',
  'timed out',
  'connection lost',
  'breaker open',
  'pool full',
  'loop of calls',
  'no target',
  'no route',
  'too many connections',
  'blocked by a rule',
  'blocked as an attack',
  'source blocked',
  'not authorised',
  'deadline passed',
  'caller gave up',
  'bulkhead full',
  'connection refused',
  'poison message',
  'disk full',
  'message lost',
  'out of memory',
  'session lost',
  'shed',
  'throttled',
  'lock lost',
  'name not resolved',
  'route moved',
  'offline',
  'thrown away',
  'never completed',
  'backlog full',
  'not authenticated',
  'quota used up',
  'provider failed',
  'conflict',
  'data lost',
  'certificate expired',
  'wrong record',
  'too few copies',
  'deadlock',
  'lock timed out',
] as const;
export type Reason = (typeof REASONS)[number];

export const INJECTED = 1;
export const CRASHED = 2;
export const DOWN = 3;
export const QUEUE_FULL = 4;
export const RATE_LIMITED = 5;
export const NO_HEALTHY_TARGET = 6;
export const NO_LEADER = 7;
export const TIMED_OUT = 8;
export const CONNECTION_LOST = 9;
export const BREAKER_OPEN = 10;
export const POOL_FULL = 11;
export const LOOP = 12;
export const NO_TARGET = 13;
export const NO_ROUTE = 14;
export const TOO_MANY_CONNECTIONS = 15;
export const BLOCKED_BY_RULE = 16;
export const BLOCKED_AS_ATTACK = 17;
export const SOURCE_BLOCKED = 18;
export const NOT_AUTHORISED = 19;
export const DEADLINE_PASSED = 20;
export const CALLER_GAVE_UP = 21;
export const BULKHEAD_FULL = 22;
export const CONNECTION_REFUSED = 23;
export const POISONED = 24;
export const DISK_FULL = 25;
export const MESSAGE_LOST = 26;
export const OUT_OF_MEMORY = 27;
export const SESSION_LOST = 28;
/** Turned away on purpose, so that others are served. */
export const SHED = 29;
export const THROTTLED = 30;
/** A fencing token told that its holder's lease had run out. */
export const LOCK_LOST = 31;
export const NOT_RESOLVED = 32;
export const ROUTE_MOVED = 33;
/** Who asks has no connection. */
export const OFFLINE = 34;
/** Junk of a flood; half-open connections: one that waited in vain for its last message, and one for which there was no place. */
export const THROWN_AWAY = 35;
export const NEVER_COMPLETED = 36;
export const BACKLOG_FULL = 37;
export const NOT_AUTHENTICATED = 38;
export const QUOTA_USED_UP = 39;
export const PROVIDER_FAILED = 40;
/** What it had read was changed by another before it wrote. */
export const CONFLICT = 41;
/** Nobody has it any more. */
export const DATA_LOST = 42;
/** The far end's certificate is past its day; the address that a name was answered with is not the right one. */
export const CERTIFICATE_EXPIRED = 43;
export const WRONG_RECORD = 44;
/** Fewer copies of the data could be had, or of a log are in sync, than must be. */
export const TOO_FEW_REPLICAS = 45;
/** It waited for somebody who waited for it; it waited too long for a lock. */
export const DEADLOCKED = 46;
export const LOCK_TIMED_OUT = 47;

const REASON_SPACE = 64;

/** Packs a reason and the node where it arose. */
export function causeOf(reason: number, node: number): number {
  return node * REASON_SPACE + reason;
}

export function reasonOf(cause: number): Reason {
  return REASONS[cause % REASON_SPACE] ?? 'none';
}

/** Whether trying again could help: a loop of calls stays one, and each of its hops would multiply the attempts of the next. */
export function mayPass(cause: number): boolean {
  return cause % REASON_SPACE !== LOOP;
}

export function nodeOf(cause: number): number {
  return Math.floor(cause / REASON_SPACE);
}

/** How many distinct causes there can be with that many nodes. */
export function causeCount(nodes: number): number {
  return nodes * REASON_SPACE;
}
