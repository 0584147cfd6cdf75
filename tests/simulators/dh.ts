// The FR3's forward kinematics straight from its published modified DH table, by 4x4 matrices: the
// tests' own, so that it shares no code and no number with robots/ or kernel/motion.

type Matrix = readonly number[];

const times = (a: Matrix, b: Matrix): number[] =>
  Array.from({ length: 16 }, (_, k) => {
    const [row, column] = [Math.floor(k / 4), k % 4];
    return [0, 1, 2, 3].reduce((sum, i) => sum + a[4 * row + i]! * b[4 * i + column]!, 0);
  });

/** Craig's transform from one frame to the next. */
function modifiedDh(a: number, d: number, alpha: number, theta: number): Matrix {
  const [ct, st, ca, sa] = [Math.cos(theta), Math.sin(theta), Math.cos(alpha), Math.sin(alpha)];
  return [ct, -st, 0, a, st * ca, ct * ca, -sa, -d * sa, st * sa, ct * sa, ca, d * ca, 0, 0, 0, 1];
}

const H = Math.PI / 2;
const ROWS: readonly (readonly [number, number, number])[] = [
  [0, 0.333, 0],
  [0, 0, -H],
  [0, 0.316, H],
  [0.0825, 0, H],
  [-0.0825, 0.384, -H],
  [0, 0, H],
  [0.088, 0, H],
];

/** 4x4 of the base, of links 1 to 7, and of the hand (frame 8), in the base's frame. */
export function framesByDh(q: readonly number[]): readonly Matrix[] {
  const frames: Matrix[] = [[1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]];
  for (const [i, [a, d, alpha]] of ROWS.entries()) frames.push(times(frames[i]!, modifiedDh(a, d, alpha, q[i]!)));
  frames.push(times(frames[7]!, modifiedDh(0, 0.107, 0, -Math.PI / 4)));
  return frames;
}

/** Tool point and row-major rotation of the hand's TCP, in the base's frame. */
export function toolByDh(q: readonly number[]): { readonly xyzM: readonly number[]; readonly rotation: number[] } {
  let pose: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
  for (const [i, [a, d, alpha]] of ROWS.entries()) pose = times(pose, modifiedDh(a, d, alpha, q[i]!));
  pose = times(pose, modifiedDh(0, 0.107 + 0.1034, 0, -Math.PI / 4));
  return {
    xyzM: [pose[3]!, pose[7]!, pose[11]!],
    rotation: [0, 1, 2, 4, 5, 6, 8, 9, 10].map((k) => pose[k]!),
  };
}
