/** What messages between the instances of a quorum store say. Membership's own sorts follow from 100 on. */

/** To a copy: keep this value (for somebody else where `about` names one). Back: it is kept. `low`: which copy of the operation. */
export const WRITE = 0;
export const WRITTEN = 1;
/** To a copy: what do you hold? Back: this. */
export const READ = 2;
export const FOUND = 3;
/** To a copy whose value was old: keep this. Back: it is kept. */
export const REPAIR = 4;
export const REPAIRED = 5;
/** To a copy that is back: keep this, which was meant for you. Back: it is kept. */
export const HINT = 6;
export const HINTED = 7;
/** To compare copies: hashes by range of keys. Back: the ranges that differ. And a value of such a range. */
export const TREE = 8;
export const DIFFER = 9;
export const CELL = 10;
