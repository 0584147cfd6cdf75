// The UR5e's hull in primitives: what the checker keeps clear of things and what physics lets touch.
// source: fitted to every vertex of Universal Robots' link meshes (as in ur_description; robosuite 1.5.2 ships them), so
// that they lie inside within 0.3 mm (forearm: 0.4 mm). The tubes end flat, so they are cylinders: capsules of their
// length would be 2 cm too fat. Figures in metres, in each link's frame.
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import { box, capsule, cylinder } from "../shapes.ts";

export const ur5eLinkCollision: readonly (readonly PlacedShape[])[] = [
  // 0: foot, column
  [cylinder([0, 0, 0], [0, 0, 0.062], 0.0757), cylinder([0, 0, 0], [0, 0, 0.0992], 0.0613)],
  // 1: column's head, shoulder
  [cylinder([0, 0, 0.0985], [0, 0, 0.2342], 0.0604), cylinder([0, -0.0745, 0.1625], [0, 0, 0.1625], 0.064)],
  // 2: shoulder, elbow, their collars and the tube between
  [
    cylinder([0, 0, 0.0743], [0, 0, 0.2099], 0.0608),
    cylinder([-0.425, 0, 0.0601], [-0.425, 0, 0.2099], 0.0608),
    cylinder([-0.0875, 0, 0.1378], [0, 0, 0.1378], 0.0583),
    cylinder([-0.425, 0, 0.1378], [-0.3405, 0, 0.1378], 0.0583),
    capsule([-0.425, 0, 0.1378], [0, 0, 0.1378], 0.046),
  ],
  // 3: elbow, collar, forearm, wrist
  [
    cylinder([0, 0, -0.0425], [0, 0, 0.0605], 0.0585),
    cylinder([-0.085, 0, 0.0066], [0, 0, 0.0066], 0.0555),
    capsule([-0.36, 0, 0.0067], [-0.03, 0, 0.0075], 0.0425),
    cylinder([-0.3922, 0, -0.0496], [-0.3922, 0, 0.0605], 0.0396),
  ],
  // 4 and 5: two joints at right angles
  [cylinder([0, 0, 0.0603], [0, 0, 0.1727], 0.0395), cylinder([0, -0.0537, 0.1333], [0, 0.0564, 0.1333], 0.0395)],
  [cylinder([0, 0, 0.0535], [0, 0, 0.1389], 0.0395), cylinder([0, -0.0568, 0.0997], [0, 0.0532, 0.0997], 0.0395)],
  // 6: flange, its connector
  [cylinder([0, 0, 0.053], [0, 0, 0.0991], 0.0382), box([-0.016, -0.0437, 0.06], [0.016, 0, 0.0775])],
];
