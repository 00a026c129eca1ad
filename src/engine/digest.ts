/**
 * A run's digest: 64 bits that follow from every event's time and place and every request's end, the same in every
 * JavaScript engine. Two runs with equal digests went the same way (up to the chance of 2^-64); it is no cryptographic hash.
 * The mixing steps are those of MurmurHash3's finaliser (A. Appleby, public domain).
 */
export class Digest {
  readonly state = new Int32Array([0x243f6a88, 0x85a308d3]);

  /** Takes in two whole numbers (their low 32 bits). */
  mix(x: number, y: number): void {
    const s = this.state;
    let a = s[0]! ^ x;
    a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
    let b = (s[1]! + a) ^ y;
    b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
    s[0] = (a << 15) | (a >>> 17);
    s[1] = b ^ (b >>> 16);
  }

  /** Takes in a whole number of up to 53 bits. */
  mixLong(x: number): void {
    this.mix(x % 4294967296, x / 4294967296);
  }

  /** 16 hexadecimal digits. */
  text(): string {
    const hex = (n: number) => (n >>> 0).toString(16).padStart(8, '0');
    return hex(this.state[0]!) + hex(this.state[1]!);
  }
}
