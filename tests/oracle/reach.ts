// An inverse kinematics of the FR3 that shares no code with kernel/motion: the published modified DH
// parameters, a numeric Jacobian and damped least squares with random restarts.

/** a, d, alpha of joints 1 … 7. source: Franka Robotics, FR3 (modified DH) */
const DH = [
  [0, 0.333, 0],
  [0, 0, -Math.PI / 2],
  [0, 0.316, Math.PI / 2],
  [0.0825, 0, Math.PI / 2],
  [-0.0825, 0.384, -Math.PI / 2],
  [0, 0, Math.PI / 2],
  [0.088, 0, Math.PI / 2],
] as const;
const LOWER = [-2.7437, -1.7837, -2.9007, -3.0421, -2.8065, 0.5445, -3.0159];
const UPPER = [2.7437, 1.7837, 2.9007, -0.1518, 2.8065, 4.5169, 3.0159];
const TOOL_M = 0.107 + 0.1034;
const MARGIN_RAD = 0.02;

type Matrix = readonly (readonly number[])[];

const times = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => [0, 1, 2, 3].map((c) => row.reduce((sum, value, k) => sum + value * b[k]![c]!, 0)));

export function toolOf(q: readonly number[]): Matrix {
  let m: Matrix = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ];
  DH.forEach(([a, d, alpha], i) => {
    const [ct, st, ca, sa] = [Math.cos(q[i]!), Math.sin(q[i]!), Math.cos(alpha), Math.sin(alpha)];
    m = times(m, [
      [ct, -st, 0, a],
      [st * ca, ct * ca, -sa, -d * sa],
      [st * sa, ct * sa, ca, d * ca],
      [0, 0, 0, 1],
    ]);
  });
  return times(m, [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
    [0, 0, 1, TOOL_M],
    [0, 0, 0, 1],
  ]);
}

/** Position error and how far the tool's z is from straight down: six numbers, zero when there. */
function errorOf(q: readonly number[], [x, y, z]: readonly [number, number, number]): number[] {
  const m = toolOf(q);
  return [m[0]![3]! - x, m[1]![3]! - y, m[2]![3]! - z, 0.3 * m[0]![2]!, 0.3 * m[1]![2]!, 0.3 * (m[2]![2]! + 1)];
}

/** Whether the tool can point down at this point and 0.1 m above it, inside the joint limits. */
export function isReachableFromAbove(point: readonly [number, number, number]): boolean {
  const above: [number, number, number] = [point[0], point[1], point[2] + 0.1];
  return canReach(point) && canReach(above);
}

function canReach(point: readonly [number, number, number]): boolean {
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
  for (let start = 0; start < 40; start++) {
    let q = LOWER.map((low, i) => low + random() * (UPPER[i]! - low));
    for (let iteration = 0; iteration < 60; iteration++) {
      const e = errorOf(q, point);
      if (Math.hypot(...e) < 1e-4) return true;
      const columns = q.map((_, i) => {
        const moved = q.map((value, k) => (k === i ? value + 1e-6 : value));
        return errorOf(moved, point).map((value, k) => (value - e[k]!) / 1e-6);
      });
      // Damped least squares: step = Jᵀ (J Jᵀ + λ)⁻¹ e.
      const normal = e.map((_, r) =>
        e.map((__, c) => columns.reduce((sum, column) => sum + column[r]! * column[c]!, r === c ? 1e-4 : 0)),
      );
      const y = solved(normal, e);
      q = q.map((value, i) => {
        const step = columns[i]!.reduce((sum, slope, k) => sum + slope * y[k]!, 0);
        const next = value - Math.max(-0.3, Math.min(0.3, step));
        return Math.min(UPPER[i]! - MARGIN_RAD, Math.max(LOWER[i]! + MARGIN_RAD, next));
      });
    }
  }
  return false;
}

/** Gaussian elimination with pivoting. */
function solved(matrix: Matrix, right: readonly number[]): number[] {
  const rows = matrix.map((row, r) => [...row, right[r]!]);
  const n = rows.length;
  for (let k = 0; k < n; k++) {
    const pivot = rows
      .slice(k)
      .reduce((best, row, r) => (Math.abs(row[k]!) > Math.abs(rows[best]![k]!) ? r + k : best), k);
    [rows[k], rows[pivot]] = [rows[pivot]!, rows[k]!];
    for (let r = k + 1; r < n; r++) {
      const factor = rows[r]![k]! / rows[k]![k]!;
      for (let c = k; c <= n; c++) rows[r]![c] = rows[r]![c]! - factor * rows[k]![c]!;
    }
  }
  const out = new Array<number>(n).fill(0);
  for (let r = n - 1; r >= 0; r--) {
    const known = out.reduce((sum, value, c) => (c > r ? sum + rows[r]![c]! * value : sum), 0);
    out[r] = (rows[r]![n]! - known) / rows[r]![r]!;
  }
  return out;
}
