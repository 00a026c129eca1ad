/**
 * Which packets of a message are lost, and what happens to the message then. One object is used again and again: it is
 * drawn, read at once and drawn anew.
 */
import { ln } from '../../std/math.ts';
import type { Stream } from '../../std/random.ts';
import { REORDERED } from './protocol.ts';

export class Flight {
  /** Packets lost, and those that got through. */
  lost = 0;
  through = 0;
  /** Lost packets that enough later ones follow: they are sent again after a round trip. */
  noticed = 0;
  /** Lost packets that too few follow, and how many got through after the first of them. */
  tail = 0;
  after = 0;

  /** Draws the fate of n packets, each lost with this chance by itself. One draw a loss, none where nothing can be lost. */
  draw(n: number, chance: number, stream: Stream): void {
    this.lost = 0;
    this.noticed = 0;
    this.tail = 0;
    this.after = 0;
    if (chance >= 1) {
      this.lost = n;
      this.tail = n;
    } else if (chance > 0) this.#draw(n, ln(1 - chance), stream);
    this.through = n - this.lost;
  }

  /** The gap to the next loss is geometric, so only losses are drawn; walked from the last packet, since what follows one decides. */
  #draw(n: number, perPacket: number, stream: Stream): void {
    let behind = 0;
    let left = n;
    while (left > 0) {
      const gap = Math.floor(ln(1 - stream.uniform()) / perPacket);
      if (gap >= left) return;
      left -= gap + 1;
      behind += gap;
      this.lost++;
      if (behind >= REORDERED) this.noticed++;
      else {
        this.tail++;
        this.after = behind;
      }
    }
  }
}
