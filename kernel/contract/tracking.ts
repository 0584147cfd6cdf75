// What moves in the cell by itself, a person above all, as a sensor reports it. Written by whoever reads the
// sensor, in shared memory; read by the executor every tick.

/** The latest report of one tracked zone. One object a zone, reused. */
export interface TrackedReading {
  /** Seconds on the driver's clock when the sensor measured it; -Infinity before the first report. */
  measuredAtS: number;
  /** The zone's centre in the cell's frame, metres. */
  readonly centreM: Float64Array;
  /** Metres a second; NaN where the sensor gives none. */
  readonly velocityMPerS: Float64Array;
}
