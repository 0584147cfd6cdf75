// A few numbers that one thread writes and others read whole, without anyone waiting: a seqlock in shared memory
// (an odd count means that a write is under way; a count that changed means that what was read is torn).

const COUNT_BYTES = 8;
/** Tries before a reader keeps what it has; a writer that died half-way must not hold anyone up. */
const TRIES = 64;

/** Bytes of shared memory that so many numbers take; a multiple of 8. */
export const sharedFloatBytes = (length: number): number => COUNT_BYTES + 8 * length;

export class SharedFloats {
  readonly #count: Int32Array;
  readonly #values: Float64Array;

  /** @param byteOffset a multiple of 8 */
  constructor(buffer: SharedArrayBuffer, byteOffset: number, length: number) {
    this.#count = new Int32Array(buffer, byteOffset, 1);
    this.#values = new Float64Array(buffer, byteOffset + COUNT_BYTES, length);
  }

  /** Writes all numbers. Any thread may; false when another one is writing just now, and nothing was written. */
  write(values: ArrayLike<number>): boolean {
    const before = Atomics.load(this.#count, 0);
    if (before % 2 !== 0 || Atomics.compareExchange(this.#count, 0, before, (before + 1) | 0) !== before) return false;
    for (let i = 0; i < this.#values.length; i++) this.#values[i] = values[i]!;
    Atomics.store(this.#count, 0, (before + 2) | 0);
    return true;
  }

  /** Copies all numbers as one write left them; false when none could be had whole, and `into` is then to be ignored. */
  read(into: Float64Array): boolean {
    for (let k = 0; k < TRIES; k++) {
      const before = Atomics.load(this.#count, 0);
      if (before % 2 !== 0) continue;
      for (let i = 0; i < this.#values.length; i++) into[i] = this.#values[i]!;
      if (Atomics.load(this.#count, 0) === before) return true;
    }
    return false;
  }
}
