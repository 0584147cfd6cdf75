// Mass, centre of mass and inertia of each UR5e link, written as Universal Robots does and turned into our frames.
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { Inertia } from "../../kernel/contract/robot.ts";
import { UR5E_DH } from "./kinematics.ts";

type Tensor = Inertia["inertiaKgM2"];

/**
 * In the frame that the DH row leads to. source: masses and centres, Universal Robots, "DH parameters for calculations of
 * kinematics and dynamics"; tensors, Universal_Robots_ROS2_Description config/ur5e/physical_parameters.yaml.
 */
const PUBLISHED: readonly (readonly [massKg: number, comM: Vec3, tensor: Tensor])[] = [
  [3.761, [0, -0.02561, 0.00193], [0.0070021, 0.00648091, 0.00657286, 7.3e-7, -1.053e-5, 0.00049994]],
  [8.058, [0.2125, 0, 0.11336], [0.01505885, 0.33388086, 0.33247207, -5.4e-5, 5.63e-6, -1.81e-6]],
  [2.846, [0.15, 0, 0.0265], [0.00399632, 0.07879254, 0.0784851, -1.365e-5, 0.00137272, -6.6e-6]],
  [1.37, [0, -0.0018, 0.01634], [0.00165491, 0.00135962, 0.00126279, -2.82e-6, -4.38e-6, 0.00010157]],
  [1.3, [0, 0.0018, 0.01634], [0.00135617, 0.00127827, 0.00096614, -2.74e-6, 4.44e-6, -5.048e-5]],
  [0.365, [0, 0, -0.001159], [0.00018694, 0.00018908, 0.00025756, 6e-8, -1.7e-7, -9.2e-7]],
];

/** The arm weighs 20.6 kg (data sheet); what the links leave of it. A cylinder of the base's size. source: estimated. */
const BASE: Inertia = { massKg: 2.9, comM: [0, 0, 0.04], inertiaKgM2: [0.0055, 0.0055, 0.0076, 0, 0, 0] };

/** Our link frames turn with the joint; the published ones stand where the DH row then leads. */
function inJointFrame(index: number): Inertia {
  const [massKg, [x, y, z], [xx, yy, zz, xy, xz, yz]] = PUBLISHED[index]!;
  const [aM, dM, quarters] = UR5E_DH[index]!;
  if (quarters === 0) return { massKg, comM: [x + aM, y, z + dM], inertiaKgM2: [xx, yy, zz, xy, xz, yz] };
  return {
    massKg,
    comM: [x + aM, -quarters * z, quarters * y + dM],
    inertiaKgM2: [xx, zz, yy, -quarters * xz, quarters * xy, -yz],
  };
}

export const ur5eLinkInertias: readonly Inertia[] = [BASE, ...PUBLISHED.map((_, i) => inJointFrame(i))];
