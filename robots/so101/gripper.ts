// The SO-101's gripper: a jaw that is part of the wrist and one that the sixth servo turns. Frames as published for the
// link "gripper": the jaws point along -z, the moving one opens towards +x.
// source: TheRobotStudio/SO-ARM100, Simulation/SO101 (joint "gripper", STL files of both jaws).
import type { PlacedShape, Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { HingeGripper } from "../../kernel/contract/robot.ts";
import { composePose, quatFromAxisAngle, transformPoint } from "../../kernel/motion/transform.ts";
import { movedInertia } from "../inertia.ts";
import { box } from "../shapes.ts";

const HINGE: Vec3 = [0.0202, 0.0188, -0.0234];
/** Opens: the published axis, z of a frame turned by a quarter about x. */
const AXIS: Vec3 = [0, -1, 0];
/** The inner face of the fixed jaw's tip. The moving jaw's lies at x = 0.0079 and parallel to it at joint angle 0. */
const FACE_M = -0.0079;

/**
 * The joint's angle at which the jaws' tips would meet. The published range ends at -0.1745, with 1.7 mm between them;
 * squeezing shut on nothing, ours goes on to 0.
 */
const SHUT_RAD = -0.1958;

/** The published frame of the moving jaw when shut, in the link's frame. */
const jaw: Pose = composePose(
  { xyzM: HINGE, quatXyzw: quatFromAxisAngle(AXIS, SHUT_RAD) },
  { xyzM: [0, 0, 0], quatXyzw: [Math.SQRT1_2, 0, 0, Math.SQRT1_2] },
);
const jawBox = (min: Vec3, max: Vec3): PlacedShape => {
  const { shape, pose } = box(min, max);
  return { shape, pose: composePose(jaw, pose) };
};

const pad = jawBox([-0.0123, -0.082, 0.0122], [-0.0004, -0.0675, 0.0256]);
const fixedPad = box([-0.0185, -0.0077, -0.1046], [FACE_M, 0.0075, -0.0892]);
const TOOL_POINT: Vec3 = [FACE_M, 0, -0.0974];
/** The underside of the hand between the jaws. */
const PALM_M = -0.0444;

export const so101Gripper: HingeGripper = {
  kind: "hinge",
  mount: IDENTITY_POSE,
  /** Half a turn about the diagonal of x and y: z points out of the hand, y the way the jaw opens. */
  toolPoint: { xyzM: TOOL_POINT, quatXyzw: [Math.SQRT1_2, Math.SQRT1_2, 0, 0] },
  hand: {
    name: "hand",
    inertia: { massKg: 0.01, comM: [-0.017, 0, -0.04], inertiaKgM2: [1.5e-6, 1.2e-6, 2.5e-6, 0, 0, 0] },
    collision: [box([-0.0354, -0.021, PALM_M], [0.0019, 0.021, -0.0365])],
  },
  finger: {
    name: "jaw",
    inertia: movedInertia(
      {
        massKg: 0.012,
        comM: [-0.00157495, -0.0300244, 0.0192755],
        inertiaKgM2: [6.61427e-6, 1.89032e-6, 5.28738e-6, -3.19807e-7, -5.90717e-9, -1.09945e-7],
      },
      jaw,
    ),
    collision: [
      jawBox([-0.0102, -0.0285, -0.0053], [0.0102, 0.0102, 0.0431]),
      jawBox([-0.0105, -0.0685, 0.0085], [0.0074, -0.028, 0.0293]),
      pad,
    ],
  },
  pad,
  fixedFinger: {
    name: "fixed_jaw",
    inertia: { massKg: 0.012, comM: [-0.02, 0, -0.068], inertiaKgM2: [4.5e-6, 4.6e-6, 0.6e-6, 0, 0, 0] },
    collision: [
      box([-0.0354, -0.0126, -0.067], [-0.0114, 0.0124, -0.0442]),
      box([-0.0268, -0.0088, -0.0895], [-0.0097, 0.0084, -0.0665]),
      fixedPad,
    ],
  },
  fixedPad,
  hinge: { atM: HINGE, axis: AXIS, meetsM: transformPoint(jaw, [-0.0123, -0.082, 0.0189]) },
  /** source: estimated: at 60 mm the pads stand 35 degrees apart; the servo's half stall torque on the 82 mm jaw. */
  strokeM: 0.06,
  maxForceN: 20,
  fingerSpeedMPerS: 0.1,
  palmAboveToolPointM: PALM_M - TOOL_POINT[2],
};
