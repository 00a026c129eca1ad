/** The contract of an eviction policy over slots 0 … capacity-1: it is told what happens and names who must go. */
export interface Eviction {
  /** A slot was filled. */
  added(slot: number): void;
  /** Its entry was asked for and found. */
  touched(slot: number): void;
  /** Its entry was taken out. */
  removed(slot: number): void;
  /** The slot whose entry must go when all are full. */
  victim(): number;
  clear(): void;
}
