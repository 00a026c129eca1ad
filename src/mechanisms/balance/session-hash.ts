/**
 * Session hash, also called source-address hash: hash modulo the number of eligible targets, so a session stays with its target
 * as long as the set of targets stays the same. When one leaves or joins, nearly all sessions move (HAProxy's
 * "map-based" hash); the consistent hash is the cure.
 */
import { mix32 } from '../../std/random.ts';
import type { Balancer, Targets } from './balancer.ts';

/** Keeps this use of a session's number apart from others (chosen). */
const SALT = 0x5e55;

export class SessionHash implements Balancer {
  pick(targets: Targets, session: number): number {
    return targets.usable === 0 ? -1 : targets.nth(mix32(session, SALT) % targets.usable);
  }
}
