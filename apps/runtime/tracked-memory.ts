// What sensors say of the cell's tracked zones, in shared memory: written by whichever thread reads the sensor, read
// by the executor every tick. A report that cannot be read whole is left out, and the one before grows stale.
import { RoboError } from "../../kernel/contract/errors.ts";
import type { TrackedReading } from "../../kernel/contract/tracking.ts";
import { SharedFloats, sharedFloatBytes } from "./shared-floats.ts";

/** When it was measured, centre, velocity. */
const NUMBERS = 7;

export class TrackedMemory {
  /** Given to another thread, it makes the same memory there: `new TrackedMemory(zones, buffer)`. */
  readonly buffer: SharedArrayBuffer;
  /** As of the last `refresh`; one reused object a zone, in the cell's order. */
  readonly readings: readonly TrackedReading[];
  readonly #zones: readonly SharedFloats[];
  readonly #copy = new Float64Array(NUMBERS);
  readonly #report = new Float64Array(NUMBERS);

  /** @param zones how many of the cell's zones are tracked */
  constructor(zones: number, buffer?: SharedArrayBuffer) {
    const stride = sharedFloatBytes(NUMBERS);
    this.buffer = buffer ?? new SharedArrayBuffer(zones * stride);
    this.#zones = Array.from({ length: zones }, (_, zone) => new SharedFloats(this.buffer, zone * stride, NUMBERS));
    this.readings = this.#zones.map(() => ({
      measuredAtS: Number.NEGATIVE_INFINITY,
      centreM: new Float64Array(3),
      velocityMPerS: new Float64Array(3).fill(Number.NaN),
    }));
    if (buffer === undefined)
      for (const zone of this.#zones) zone.write([Number.NEGATIVE_INFINITY, 0, 0, 0, NaN, NaN, NaN]);
  }

  /**
   * Tells where a zone is; any thread may.
   * @param zone its place among the tracked zones
   * @param measuredAtS seconds on the driver's clock when the sensor measured it
   * @param velocityMPerS where the sensor gives one
   * @returns false when another thread was writing the same zone; report again
   */
  report(
    zone: number,
    measuredAtS: number,
    centreM: ArrayLike<number>,
    velocityMPerS: ArrayLike<number> | null = null,
  ): boolean {
    const floats = this.#zones[zone];
    if (floats === undefined)
      throw new RoboError("E_DRIVER", `there is no tracked zone ${zone} of ${this.#zones.length}`);
    this.#report[0] = measuredAtS;
    for (let i = 0; i < 3; i++) {
      this.#report[1 + i] = centreM[i]!;
      this.#report[4 + i] = velocityMPerS === null ? Number.NaN : velocityMPerS[i]!;
    }
    return floats.write(this.#report);
  }

  /** Brings `readings` up to date. Waits for nobody and allocates nothing. */
  refresh(): void {
    for (let zone = 0; zone < this.#zones.length; zone++) {
      if (!this.#zones[zone]!.read(this.#copy)) continue;
      const reading = this.readings[zone]!;
      reading.measuredAtS = this.#copy[0]!;
      for (let i = 0; i < 3; i++) {
        reading.centreM[i] = this.#copy[1 + i]!;
        reading.velocityMPerS[i] = this.#copy[4 + i]!;
      }
    }
  }
}
