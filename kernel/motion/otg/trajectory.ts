// A finished state-to-state trajectory: per joint a row of phases of constant jerk, sampled without allocation.

/** A phase holds from `startS` to the next one's start: position, velocity and acceleration at its start, and jerk. */
export interface Phase {
  readonly startS: number;
  readonly p: number;
  readonly v: number;
  readonly a: number;
  readonly j: number;
}

/** Exact bounds of one joint's motion, from the extrema of each phase's polynomials. */
export interface Extremes {
  readonly p: readonly [min: number, max: number];
  readonly v: readonly [min: number, max: number];
  readonly a: readonly [min: number, max: number];
  readonly j: readonly [min: number, max: number];
}

/** Units: s, rad (or m), rad/s, rad/s², rad/s³. */
export interface StateTrajectory {
  readonly kind: "trajectory";
  readonly dof: number;
  readonly durationS: number;
  /** Seconds that each joint spent at the start to get back into limits; zeros if it was inside. */
  readonly brakeS: Float64Array;
  /** Writes the state at `tS`, clamped to [0, durationS], into arrays of length dof; allocates nothing. */
  at(tS: number, p: Float64Array, v: Float64Array, a: Float64Array, j: Float64Array): void;
  /** One entry a joint, over the whole trajectory or from `fromS` on. */
  extremes(fromS?: number): readonly Extremes[];
  /** The phases of one joint, in order. */
  phases(joint: number): readonly Phase[];
}

export const MOST_PHASES = 20;
const FIELDS = 5;

/** Where the planner writes; `count` phases a joint, each (startS, p, v, a, j). */
export interface PhaseTable {
  durationS: number;
  readonly count: Int32Array;
  readonly rows: Float64Array;
}

export const createTable = (dof: number): PhaseTable => ({
  durationS: 0,
  count: new Int32Array(dof),
  rows: new Float64Array(dof * MOST_PHASES * FIELDS),
});

/** Where the next phase of a joint starts; and the phase being appended. */
export interface Cursor {
  tS: number;
  p: number;
  v: number;
  a: number;
  stepS: number;
  jerk: number;
  endA: number;
}

export const createCursor = (): Cursor => {
  const x = Number.NaN;
  return { tS: x, p: x, v: x, a: x, stepS: x, jerk: x, endA: x };
};

/**
 * Appends a phase and moves the cursor to its end; phases of no duration are left out.
 * `endA` is the acceleration at the end: given, since a rounding error of it would grow over a long cruise.
 */
export function appendPhase(
  table: PhaseTable,
  joint: number,
  cursor: Cursor,
  durationS: number,
  jerk: number,
  endA: number,
): void {
  if (!(durationS > 0)) return;
  cursor.stepS = durationS;
  cursor.jerk = jerk;
  cursor.endA = endA;
  append(table, joint, cursor);
}

/** Without numbers as arguments, which V8 would allocate. */
function append(table: PhaseTable, joint: number, cursor: Cursor): void {
  const count = table.count[joint]!;
  const row = (joint * MOST_PHASES + count) * FIELDS;
  const rows = table.rows;
  const { p, v, a, stepS, jerk } = cursor;
  rows[row] = cursor.tS;
  rows[row + 1] = p;
  rows[row + 2] = v;
  rows[row + 3] = a;
  rows[row + 4] = jerk;
  table.count[joint] = count + 1;
  cursor.tS += stepS;
  cursor.p = p + stepS * (v + stepS * (a / 2 + (stepS * jerk) / 6));
  cursor.v = v + stepS * (a + (stepS * jerk) / 2);
  cursor.a = cursor.endA;
}

export function trajectoryOf(dof: number, table: PhaseTable, brakeS: Float64Array): StateTrajectory {
  const { rows, count } = table;
  return {
    kind: "trajectory",
    dof,
    brakeS,
    get durationS() {
      return table.durationS;
    },
    at(tS, p, v, a, j) {
      const clampedS = Math.max(0, Math.min(table.durationS, tS));
      for (let joint = 0; joint < dof; joint++) {
        let row = joint * MOST_PHASES * FIELDS;
        const last = row + (count[joint]! - 1) * FIELDS;
        while (row < last && rows[row + FIELDS]! <= clampedS) row += FIELDS;
        const d = clampedS - rows[row]!;
        const jerk = rows[row + 4]!;
        p[joint] = rows[row + 1]! + d * (rows[row + 2]! + d * (rows[row + 3]! / 2 + (d * jerk) / 6));
        v[joint] = rows[row + 2]! + d * (rows[row + 3]! + (d * jerk) / 2);
        a[joint] = rows[row + 3]! + d * jerk;
        j[joint] = jerk;
      }
    },
    extremes(fromS = 0) {
      return Array.from({ length: dof }, (_, joint) => extremesOf(table, joint, fromS));
    },
    phases(joint) {
      return Array.from({ length: count[joint]! }, (_, k) => phaseAt(table, joint, k));
    },
  };
}

function phaseAt(table: PhaseTable, joint: number, k: number): Phase {
  const row = (joint * MOST_PHASES + k) * FIELDS;
  const [startS, p, v, a, j] = table.rows.subarray(row, row + FIELDS) as unknown as [
    number,
    number,
    number,
    number,
    number,
  ];
  return { startS, p, v, a, j };
}

function extremesOf(table: PhaseTable, joint: number, fromS: number): Extremes {
  const count = table.count[joint]!;
  const range = (): [number, number] => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const [p, v, a, j] = [range(), range(), range(), range()];
  const widen = (bounds: [number, number], value: number): void => {
    if (value < bounds[0]) bounds[0] = value;
    if (value > bounds[1]) bounds[1] = value;
  };
  for (let k = 0; k < count; k++) {
    const phase = phaseAt(table, joint, k);
    const end = (k + 1 < count ? phaseAt(table, joint, k + 1).startS : table.durationS) - phase.startS;
    const begin = Math.max(0, fromS - phase.startS);
    if (begin > end) continue;
    const visit = (d: number): void => {
      if (!(d >= begin && d <= end)) return;
      widen(p, phase.p + d * (phase.v + d * (phase.a / 2 + (d * phase.j) / 6)));
      widen(v, phase.v + d * (phase.a + (d * phase.j) / 2));
      widen(a, phase.a + d * phase.j);
    };
    visit(begin);
    visit(end);
    visit(-phase.a / phase.j);
    const root = Math.sqrt(phase.a * phase.a - 2 * phase.j * phase.v);
    const q = -(phase.a + (phase.a < 0 ? -root : root));
    visit(q / phase.j);
    visit((2 * phase.v) / q);
    widen(j, phase.j);
  }
  return { p, v, a, j };
}
