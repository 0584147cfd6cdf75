// What the executor sent and when, tick by tick, in shared memory: for whoever measures it from another thread. Kept
// only when asked for; the newest ticks overwrite the oldest.

const WOKE = 0;
const SENT = 1;
const STAMPS = 2;
const HEAD_BYTES = 8;

export interface TracedTick {
  /** When the tick began: the executor had waited for it and not yet looked whether to stop. */
  readonly wokeAtMs: number;
  /** When its setpoint went out. */
  readonly sentAtMs: number;
  readonly jointsRad: readonly number[];
}

export class TickTrace {
  /** Given to another thread, it makes the same memory there. */
  readonly buffer: SharedArrayBuffer;
  readonly #count: Int32Array;
  readonly #ticks: Float64Array;
  readonly #stride: number;
  readonly #capacity: number;

  constructor(dof: number, capacity: number, buffer?: SharedArrayBuffer) {
    this.#stride = STAMPS + dof;
    this.#capacity = capacity;
    this.buffer = buffer ?? new SharedArrayBuffer(HEAD_BYTES + 8 * capacity * this.#stride);
    this.#count = new Int32Array(this.buffer, 0, 1);
    this.#ticks = new Float64Array(this.buffer, HEAD_BYTES);
  }

  record(wokeAtMs: number, sentAtMs: number, jointsRad: Float64Array): void {
    const count = Atomics.load(this.#count, 0);
    const at = (count % this.#capacity) * this.#stride;
    this.#ticks[at + WOKE] = wokeAtMs;
    this.#ticks[at + SENT] = sentAtMs;
    this.#ticks.set(jointsRad, at + STAMPS);
    Atomics.store(this.#count, 0, count + 1);
  }

  /** Ticks recorded since the start, those overwritten included. */
  count(): number {
    return Atomics.load(this.#count, 0);
  }

  /** The ticks from the one with this number on, as far as they are still there. */
  since(first: number): TracedTick[] {
    const ticks: TracedTick[] = [];
    for (let k = Math.max(first, this.count() - this.#capacity); k < this.count(); k++) {
      const at = (k % this.#capacity) * this.#stride;
      const jointsRad = [...this.#ticks.subarray(at + STAMPS, at + this.#stride)];
      ticks.push({ wokeAtMs: this.#ticks[at + WOKE]!, sentAtMs: this.#ticks[at + SENT]!, jointsRad });
    }
    return ticks;
  }
}
