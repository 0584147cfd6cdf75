// Inertias moved to another frame, and several made one: for figures published in other frames than ours.
import type { Pose, Vec3 } from "../kernel/contract/geometry.ts";
import type { Inertia } from "../kernel/contract/robot.ts";
import { rotateVector, transformPoint } from "../kernel/motion/transform.ts";

type Tensor = Inertia["inertiaKgM2"];
type Matrix = readonly [Vec3, Vec3, Vec3];

/** The same body told in the frame in which its own stands at `pose`. */
export const movedInertia = ({ massKg, comM, inertiaKgM2 }: Inertia, pose: Pose): Inertia => ({
  massKg,
  comM: transformPoint(pose, comM),
  inertiaKgM2: rotated(inertiaKgM2, pose),
});

/** Bodies bolted together, all given in one frame. Throws a RangeError when they weigh nothing. */
export function mergedInertia(parts: readonly Inertia[]): Inertia {
  const massKg = parts.reduce((sum, part) => sum + part.massKg, 0);
  if (!(massKg > 0)) throw new RangeError("bodies that are merged must weigh something");
  const mean = (axis: 0 | 1 | 2): number =>
    parts.reduce((sum, part) => sum + part.massKg * part.comM[axis], 0) / massKg;
  const comM: Vec3 = [mean(0), mean(1), mean(2)];
  const total: [number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0];
  for (const part of parts) {
    const [x, y, z] = [part.comM[0] - comM[0], part.comM[1] - comM[1], part.comM[2] - comM[2]];
    // Steiner: what the offset from the common centre of mass adds.
    const offset = [y * y + z * z, x * x + z * z, x * x + y * y, -x * y, -x * z, -y * z];
    part.inertiaKgM2.forEach((value, k) => {
      total[k] = total[k]! + value + part.massKg * offset[k]!;
    });
  }
  return { massKg, comM, inertiaKgM2: total };
}

/** A solid box between two corners, for bodies of which nobody publishes more than size and mass. */
export function boxInertia(massKg: number, min: Vec3, max: Vec3): Inertia {
  const [x, y, z] = [(max[0] - min[0]) ** 2, (max[1] - min[1]) ** 2, (max[2] - min[2]) ** 2];
  return {
    massKg,
    comM: [(min[0] + max[0]) / 2, (min[1] + max[1]) / 2, (min[2] + max[2]) / 2],
    inertiaKgM2: [(massKg * (y + z)) / 12, (massKg * (x + z)) / 12, (massKg * (x + y)) / 12, 0, 0, 0],
  };
}

function rotated([xx, yy, zz, xy, xz, yz]: Tensor, { quatXyzw }: Pose): Tensor {
  const inner: Matrix = [
    [xx, xy, xz],
    [xy, yy, yz],
    [xz, yz, zz],
  ];
  // The columns of the turn, as rows.
  const turn: Matrix = [
    rotateVector(quatXyzw, [1, 0, 0]),
    rotateVector(quatXyzw, [0, 1, 0]),
    rotateVector(quatXyzw, [0, 0, 1]),
  ];
  const at = (r: 0 | 1 | 2, c: 0 | 1 | 2): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) for (let k = 0; k < 3; k++) sum += turn[i]![r] * inner[i]![k]! * turn[k]![c];
    return sum;
  };
  return [at(0, 0), at(1, 1), at(2, 2), at(0, 1), at(0, 2), at(1, 2)];
}
