// A UR5e as kinematics alone, for measuring: joints from the published table, everything else borrowed.
import type { Pose, QuatXyzw } from "../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../kernel/contract/geometry.ts";
import { type Chain, chainOf } from "../kernel/motion/chain.ts";
import { fr3 } from "../robots/fr3/fr3.ts";

/** Standard DH: a, d (m), alpha (rad). source: Universal Robots, DH parameters of the UR5e. */
const DH: readonly (readonly [aM: number, dM: number, alphaRad: number])[] = [
  [0, 0.1625, Math.PI / 2],
  [-0.425, 0, 0],
  [-0.3922, 0, 0],
  [0, 0.1333, Math.PI / 2],
  [0, 0.0997, -Math.PI / 2],
  [0, 0.0996, 0],
];

/** What stands between one joint's axis and the next. */
function after(row: number): Pose {
  const [aM, dM, alphaRad] = DH[row] ?? [0, 0, 0];
  const quatXyzw: QuatXyzw = [Math.sin(alphaRad / 2), 0, 0, Math.cos(alphaRad / 2)];
  return row < 0 ? IDENTITY_POSE : { xyzM: [aM, 0, dM], quatXyzw };
}

export function ur5eChain(): Chain {
  const joints = DH.map((_, i) => ({
    ...fr3.joints[i]!,
    origin: after(i - 1),
    limits: {
      ...fr3.joints[i]!.limits,
      lowerRad: i === 2 ? -Math.PI : -2 * Math.PI,
      upperRad: i === 2 ? Math.PI : 2 * Math.PI,
    },
  }));
  return chainOf({ ...fr3, name: "ur5e", joints, gripper: { ...fr3.gripper, mount: after(5) } }, IDENTITY_POSE);
}
