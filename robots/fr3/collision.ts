// The FR3's hull in primitives: what the checker keeps clear of things and what physics lets touch.
// source: fitted to the link meshes of the Panda (FER; franka_panda in pybullet_data 3.2.7), whose shells the
// FR3 kept, so that they lie inside; checked against vertices of the FR3's own link 5
// (franka_description meshes/robot_arms/fr3/visual/link5.dae). Radii are near those of Franka's own
// self-collision capsules (robots/common/franka_arm.xacro there). Figures in metres, in each link's frame.
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import { box, capsule, cylinder } from "../shapes.ts";

/** Caps may reach into the neighbouring link, never past it: neighbours overlap by construction. */
export const fr3LinkCollision: readonly (readonly PlacedShape[])[] = [
  // 0: foot with connector, and the column
  [
    box([-0.155, -0.08, 0], [0, 0.08, 0.063]),
    box([-0.075, -0.095, 0], [0.072, 0.095, 0.048]),
    capsule([-0.048, 0, 0.05], [0, 0, 0.0865], 0.077),
    capsule([-0.008, 0, 0.03], [0, 0, 0.0865], 0.091),
  ],
  // 1: column, shoulder
  [
    capsule([0, 0, -0.192], [0, 0, 0], 0.06),
    capsule([0, -0.079, 0], [0, 0, 0], 0.06),
    capsule([0, -0.065, 0], [0, 0, -0.085], 0.0658),
  ],
  // 2: shoulder, upper arm
  [
    capsule([0, 0, 0], [0, 0, 0.079], 0.06),
    capsule([0, -0.194, 0], [0, 0, 0], 0.06),
    capsule([0, -0.085, 0], [0, 0, 0.065], 0.0658),
  ],
  // 3: upper arm, bridge, elbow
  [
    capsule([0, 0, -0.121], [0, 0, -0.06], 0.06),
    capsule([0, 0, -0.065], [0.065, 0.041, -0.01], 0.0602),
    capsule([0.0825, 0.024, 0], [0.0825, 0.056, 0], 0.06),
  ],
  // 4: elbow, bridge, forearm
  [
    capsule([0, 0, 0.024], [0, 0, 0.056], 0.06),
    capsule([-0.0175, 0.01, 0.041], [-0.0825, 0.065, 0], 0.0602),
    capsule([-0.0825, 0.06, 0], [-0.0825, 0.124, 0], 0.06),
  ],
  // 5: forearm, slender part, wrist
  [
    capsule([0, 0, -0.26], [0, 0.006, -0.21], 0.06),
    capsule([0, 0.036, -0.205], [0, 0.05, -0.175], 0.0505),
    box([-0.0325, 0.045, -0.17], [0.0325, 0.109, -0.074]),
    capsule([0, 0.069, -0.045], [0, 0.081, 0], 0.0548),
    capsule([0, 0.034, 0], [0, 0.083, 0], 0.0548),
  ],
  // 6: wrist, bridge, flange housing
  [
    capsule([0, 0, 0], [0, 0, 0.011], 0.0505),
    capsule([0.01, 0.004, 0.012], [0.075, 0.034, 0.003], 0.05),
    capsule([0.01, -0.004, 0.014], [0.075, -0.03, 0.003], 0.049),
    capsule([0.088, -0.036, 0], [0.088, 0.0475, 0], 0.0476),
  ],
  // 7: flange, interface lobe
  [cylinder([0, 0, 0.0515], [0, 0, 0.107], 0.0576), capsule([-0.013, -0.013, 0.08], [0.055, 0.055, 0.08], 0.04)],
];
