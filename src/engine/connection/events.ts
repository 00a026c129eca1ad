/** The events of connections, by number: they follow those of calls, and the engine hands them to the wire. `b` tells late ones. */

/** A connection's handshake packet arrives; is sent again; the far end has done its work in it. */
export const SHAKEN = 32;
export const SHAKE_AGAIN = 33;
export const SHAKE_ON = 34;
/** A connection may have been idle for as long as it may be. */
export const IDLE = 35;
/** A call that waited has its connection. */
export const GRANTED = 36;
/** A message leaves its sender; has arrived; is sent again; its receiver has read it. */
export const LEAVES = 37;
export const ARRIVES = 38;
export const RESENT = 39;
export const IS_READ = 40;
/** The far end says that it knows nothing of this connection. */
export const RESET = 41;
/** A datagram arrives there, or back. */
export const DATAGRAM = 42;
export const DATAGRAM_BACK = 43;
/** Nobody will ever hear of a datagram that got lost. */
export const GIVEN_UP = 44;
