// A robot description as a file: the fields of kernel/contract/robot.ts, strictly. `roboos robot import` writes such
// files, and they are meant to be corrected by hand.
import { z } from "zod";

const number = z.number("must be a finite number");
const positive = number.gt(0).max(1e6);
const notNegative = number.min(0).max(1e6);
const vec3 = z.tuple([number, number, number], "must be three numbers");
const unit = vec3.refine((v) => Math.abs(Math.hypot(...v) - 1) < 1e-6, "must be a unit vector");
const quat = z
  .tuple([number, number, number, number], "must be four numbers: x, y, z, w")
  .refine((q) => Math.abs(Math.hypot(...q) - 1) < 1e-6, "must have length 1: x, y, z, w");
const pose = z.strictObject({ xyzM: vec3, quatXyzw: quat });
const name = z
  .string("must be a name")
  .regex(/^[a-z][a-z0-9_]{0,63}$/, "must be small letters, digits and _, a letter first");

const shape = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sphere"), radiusM: positive }),
  z.strictObject({ kind: z.literal("capsule"), radiusM: positive, lengthM: positive }),
  z.strictObject({ kind: z.literal("cylinder"), radiusM: positive, heightM: positive }),
  z.strictObject({ kind: z.literal("box"), sizeM: z.tuple([positive, positive, positive]) }),
  z.strictObject({ kind: z.literal("hull"), pointsM: z.array(vec3).min(4).max(200) }),
]);
const placed = z.strictObject({ shape, pose });
const inertia = z
  .strictObject({
    massKg: positive,
    comM: vec3,
    inertiaKgM2: z.tuple([positive, positive, positive, number, number, number]),
  })
  .refine(({ inertiaKgM2: [xx, yy, zz] }) => 2 * Math.max(xx, yy, zz) <= (xx + yy + zz) * 1.001, {
    path: ["inertiaKgM2"],
    message: "must be that of a real body: no moment is more than the other two together",
  });
const link = z.strictObject({ name, inertia, collision: z.array(placed).max(50) });

const limits = z
  .strictObject({
    lowerRad: number,
    upperRad: number,
    velocityRadPerS: positive,
    accelerationRadPerS2: positive,
    jerkRadPerS3: positive,
    effortNm: positive,
    velocityByPosition: z
      .strictObject({ offsetRadPerS: notNegative, gainRadPerS2: positive, lowerEndRad: number, upperEndRad: number })
      .exactOptional(),
    brake: z.strictObject({ decelerationRadPerS2: positive, reactionS: notNegative }).exactOptional(),
  })
  .refine(({ lowerRad, upperRad }) => lowerRad < upperRad, {
    path: ["lowerRad"],
    message: "must be less than upperRad",
  });
const joint = z.strictObject({
  name,
  origin: pose,
  axis: unit,
  limits,
  servo: z.strictObject({ stiffnessNmPerRad: positive, dampingNmSPerRad: positive, armatureKgM2: positive }),
});

const gripperParts = {
  mount: pose,
  toolPoint: pose,
  hand: link,
  finger: link,
  pad: placed,
  strokeM: positive,
  maxForceN: positive,
  fingerSpeedMPerS: positive,
  palmAboveToolPointM: notNegative,
};
const gripper = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("parallel"), ...gripperParts }),
  z.strictObject({
    kind: z.literal("hinge"),
    ...gripperParts,
    fixedFinger: link,
    fixedPad: placed,
    hinge: z.strictObject({ atM: vec3, axis: unit, meetsM: vec3 }),
  }),
]);

const source = z.strictObject({
  of: z.enum(["kinematics", "limits", "inertias", "collision", "gripper", "brake", "payload", "servo"]),
  from: z.string().min(1).max(500),
  isEstimated: z.boolean(),
});

export const ROBOT_SCHEMA = z.strictObject({
  name,
  links: z.array(link).min(3).max(13),
  joints: z.array(joint).min(2).max(12),
  gripper,
  flange: pose.exactOptional(),
  homesRad: z.record(name, z.array(number)),
  allowedPairs: z.array(
    z.union([z.tuple([name, name]), z.tuple([name, name, z.enum(["adjacent", "always", "hull"])])]),
  ),
  cartesian: z.strictObject({ speedMPerS: positive, accelerationMPerS2: positive, jerkMPerS3: positive }),
  payload: z.strictObject({ massKg: positive, centreFromFlangeM: notNegative }).exactOptional(),
  repeatabilityM: positive.exactOptional(),
  compensatesGravity: z.boolean(),
  sources: z.array(source).min(1),
});
