// The SO-101's links: inertias as published, hulls as boxes round its printed parts and servos, in the published frames.
// source: TheRobotStudio/SO-ARM100, Simulation/SO101/so101_new_calib.xml and its STL files: every vertex lies inside
// within 0.3 mm.
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import type { Inertia, Link } from "../../kernel/contract/robot.ts";
import { box } from "../shapes.ts";
import { BASE_PLATE_M } from "./kinematics.ts";

const link = (name: string, inertia: Inertia, collision: readonly PlacedShape[]): Link => ({
  name,
  inertia,
  collision,
});

export const so101Links: readonly Link[] = [
  link(
    "base",
    {
      massKg: 0.147,
      comM: [0.0137179, -5.19711e-5, 0.0334843 + BASE_PLATE_M],
      inertiaKgM2: [0.000114686, 0.000136117, 0.000130364, -4.59787e-7, 4.97151e-6, 9.75275e-8],
    },
    [
      box([-0.0226, -0.0557, 0], [0.0648, 0.0557, 0.0219 + BASE_PLATE_M]),
      box([-0.0312, -0.0259, 0.0215 + BASE_PLATE_M], [0.0532, 0.0255, 0.0698 + BASE_PLATE_M]),
    ],
  ),
  link(
    "shoulder",
    {
      massKg: 0.100006,
      comM: [-0.0307604, -1.66727e-5, -0.0252713],
      inertiaKgM2: [8.3759e-5, 8.10403e-5, 2.39783e-5, 7.55525e-8, -1.16342e-6, 1.54663e-7],
    },
    [
      box([-0.043, -0.02, -0.0646], [-0.0178, 0.02, -0.042]),
      box([-0.0508, -0.0266, -0.0425], [-0.0123, 0.0289, -0.0089]),
      box([-0.0478, -0.026, -0.0204], [0.0124, 0.0262, 0.0022]),
      box([-0.0478, -0.0199, 0], [0.0124, 0.0199, 0.0464]),
    ],
  ),
  link(
    "upper_arm",
    {
      massKg: 0.103,
      comM: [-0.0898471, -0.00838224, 0.0184089],
      inertiaKgM2: [4.08002e-5, 0.000147318, 0.000142487, -1.97819e-5, -4.03016e-8, 8.97326e-9],
    },
    [
      box([-0.0875, -0.0122, -0.0137], [0.0122, 0.0122, 0.054]),
      box([-0.1304, -0.0384, -0.0137], [-0.087, 0.0122, 0.0434]),
    ],
  ),
  link(
    "lower_arm",
    {
      massKg: 0.104,
      comM: [-0.0980701, 0.00324376, 0.0182831],
      inertiaKgM2: [2.87438e-5, 0.000159844, 0.00014529, 7.41152e-6, 1.26409e-6, -4.90188e-8],
    },
    [
      box([-0.0825, -0.0122, -0.0122], [0.0122, 0.0122, 0.0526]),
      box([-0.1453, -0.0152, -0.0084], [-0.082, 0.0221, 0.0484]),
    ],
  ),
  link(
    "wrist",
    {
      massKg: 0.079,
      comM: [-0.000103312, -0.0386143, 0.0281156],
      inertiaKgM2: [3.68263e-5, 2.5391e-5, 2.1e-5, 1.7893e-8, -5.28128e-8, 3.6412e-6],
    },
    [
      box([-0.0155, -0.0315, -0.0092], [0.0155, 0.0122, 0.0535]),
      box([-0.0202, -0.066, -0.0092], [0.0159, -0.031, 0.0535]),
    ],
  ),
  // The published link weighs 87 g with the fixed jaw; its mass is parted by estimate among this, hand and fixed jaw.
  link(
    "gripper",
    {
      massKg: 0.065,
      comM: [0.001, 0.0003, -0.0195],
      inertiaKgM2: [1.45e-5, 2.4e-5, 2.4e-5, 0, 0, 0],
    },
    [box([-0.0354, -0.0282, -0.0369], [0.0306, 0.0242, 0.0012])],
  ),
];
