// What main thread and executor share besides messages: words that are seen at the next tick whatever either event
// loop is doing. Everything here may be called from any thread, waits for nobody and allocates nothing.
import { SharedFloats, sharedFloatBytes } from "./shared-floats.ts";

const WAKES = 0;
const STOPS = 1;
const OVERRIDE = 2;
const WORDS = 4;
/** The override is a whole number, so that it cannot be read torn. */
const OVERRIDE_UNIT = 1e-6;
const FLIGHT_NUMBERS = 2;

export class ArmMemory {
  /** Given to another thread, it makes the same memory there. */
  readonly buffer: SharedArrayBuffer;
  readonly #words: Int32Array;
  readonly #flight: SharedFloats;
  readonly #written = new Float64Array(FLIGHT_NUMBERS);

  constructor(buffer?: SharedArrayBuffer) {
    this.buffer = buffer ?? new SharedArrayBuffer(4 * WORDS + sharedFloatBytes(FLIGHT_NUMBERS));
    this.#words = new Int32Array(this.buffer, 0, WORDS);
    this.#flight = new SharedFloats(this.buffer, 4 * WORDS, FLIGHT_NUMBERS);
    if (buffer === undefined) this.override(1);
  }

  /** Asks for a stop, and wakes the executor. */
  stop(): void {
    Atomics.add(this.#words, STOPS, 1);
    this.wake();
  }

  /** How often a stop was asked for. */
  stopsAsked(): number {
    return Atomics.load(this.#words, STOPS);
  }

  /** Wakes the executor, because there is a message for it or a stop. */
  wake(): void {
    Atomics.add(this.#words, WAKES, 1);
    Atomics.notify(this.#words, WAKES);
  }

  wakes(): number {
    return Atomics.load(this.#words, WAKES);
  }

  /** Waits until somebody wakes the executor, unless somebody has since `seen` wakes. May return for nothing. */
  waitForWake(seen: number): void {
    Atomics.wait(this.#words, WAKES, seen);
  }

  /** The operator's speed override, in [0, 1]. */
  override(rate: number): void {
    Atomics.store(this.#words, OVERRIDE, Math.round(rate / OVERRIDE_UNIT));
  }

  overrideRate(): number {
    return Atomics.load(this.#words, OVERRIDE) * OVERRIDE_UNIT;
  }

  /**
   * The executor tells how far it is.
   * @param atS seconds on the driver's clock
   * @param fraction of the plan under way, in [0, 1]
   */
  reportFlight(atS: number, fraction: number): void {
    this.#written[0] = atS;
    this.#written[1] = fraction;
    this.#flight.write(this.#written);
  }

  /** Reads what `reportFlight` wrote: [atS, fraction]. */
  readFlight(into: Float64Array): boolean {
    return this.#flight.read(into);
  }
}
