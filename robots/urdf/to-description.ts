// One serial arm out of a URDF → a description as ours are, and a report of all that the file did not say and that is
// therefore an estimate, a stand-in or missing. Nothing is filled in silently.
import { IDENTITY_POSE, type PlacedShape, type Vec3 } from "../../kernel/contract/geometry.ts";
import type { Gripper, Inertia, Joint, JointLimits, Link, RobotDescription } from "../../kernel/contract/robot.ts";
import { composePose } from "../../kernel/motion/transform.ts";
import { boxInertia, mergedInertia, movedInertia } from "../inertia.ts";
import { boundingHull } from "./bounding-hull.ts";
import type { UrdfJoint, UrdfSolid } from "./read-urdf.ts";
import type { RigidGroup, SerialChain } from "./serial-chain.ts";

export interface Remark {
  readonly kind: "missing" | "estimated" | "changed" | "merged";
  /** A link, a joint, or the arm as a whole. */
  readonly of: string;
  readonly text: string;
}

export interface ImportOptions {
  readonly name: string;
  readonly fileName: string;
  /** The gripper put on the flange (in its own hand's frame), and whose it is. */
  readonly gripper: Gripper;
  readonly gripperOf: string;
  /** Vertices of a mesh, in its own units; `null` when it cannot be read. */
  readonly meshPoints: (fileName: string) => readonly Vec3[] | null;
}

export interface Imported {
  /** Without allowed pairs and with all joints at the middle of their range as home: both want a checker. */
  readonly robot: RobotDescription;
  readonly remarks: readonly Remark[];
}

const TURN_RAD = 2 * Math.PI;
/** A revolute joint that goes further than this was probably written in degrees. */
const DEGREES_RAD = 4 * Math.PI;
const DEFAULT = { velocityRadPerS: 1, effortNm: 10 };
/** A joint gets to its speed in this long, and to its acceleration in a fifth of that. */
const RAMP_S = 0.4;
const SMALLEST_KG = 0.001;
/** Where only a size is known: printed or cast shells are about as heavy as half as much water. */
const DENSITY_KG_PER_M3 = 500;

export function toDescription(chain: SerialChain, options: ImportOptions): Imported {
  const remarks: Remark[] = [];
  const say = (kind: Remark["kind"], of: string, text: string): void => {
    remarks.push({ kind, of, text });
  };
  const names = uniqueNames(chain.groups.map(({ name }) => name));
  const links = chain.groups.map((group, i) => linkOf(group, names[i]!, options, say));
  const joints = chain.joints.map((joint) => jointOf(joint, say));
  for (const remark of chain.remarks) say("merged", options.name, remark);
  const gripper: Gripper = { ...options.gripper, mount: composePose(chain.flange.pose, options.gripper.mount) };
  const flange = `the gripper of ${options.gripperOf} stands in on ${chain.flange.link}`;
  say("estimated", "gripper", `${flange}; a URDF says nothing that tells a gripper; choose another with --gripper`);
  say("missing", options.name, "brake bounds, payload and repeatability: a stop of category 0 cannot be bounded");
  say("estimated", options.name, "tool speed 0.5 m/s; its controller is taken to hold up the arm's weight");
  const from = `imported from ${options.fileName}`;
  const robot: RobotDescription = {
    name: options.name,
    links,
    joints,
    gripper,
    flange: chain.flange.pose,
    homesRad: { ready: joints.map(({ limits }) => (limits.lowerRad + limits.upperRad) / 2) },
    allowedPairs: [],
    cartesian: { speedMPerS: 0.5, accelerationMPerS2: 2, jerkMPerS3: 40 },
    compensatesGravity: true,
    sources: [
      { of: "kinematics", from, isEstimated: false },
      { of: "limits", from: `${from}: range, speed and torque; acceleration and jerk estimated`, isEstimated: true },
      { of: "inertias", from, isEstimated: remarks.some(({ text }) => text.includes("inertia")) },
      { of: "collision", from, isEstimated: false },
      { of: "gripper", from: `stand-in: that of ${options.gripperOf}`, isEstimated: true },
      { of: "brake", from: "not known", isEstimated: true },
      { of: "payload", from: "not known", isEstimated: true },
      { of: "servo", from: "from the joints' torques", isEstimated: true },
    ],
  };
  return { robot, remarks };
}

type Say = (kind: Remark["kind"], of: string, text: string) => void;

/** Link names as ours are: "hand" and "finger" belong to the gripper. */
function uniqueNames(names: readonly string[]): string[] {
  return names.map((name, i) => {
    const plain = name
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, "_")
      .replace(/^[^a-z]+/, "");
    return plain === "" || plain === "hand" || plain === "finger" || names.indexOf(name) !== i
      ? `link${i}_${plain}`
      : plain;
  });
}

function jointOf({ name, origin, axis, type, limit }: UrdfJoint, say: Say): Joint {
  const velocityRadPerS = limit !== null && limit.velocity > 0 ? limit.velocity : DEFAULT.velocityRadPerS;
  const effortNm = limit !== null && limit.effort > 0 ? limit.effort : DEFAULT.effortNm;
  if (!(limit !== null && limit.velocity > 0)) say("estimated", name, `speed: ${DEFAULT.velocityRadPerS} rad/s`);
  if (!(limit !== null && limit.effort > 0)) say("estimated", name, `torque: ${DEFAULT.effortNm} Nm`);
  const limits: JointLimits = {
    ...rangeOf(name, type, limit, say),
    velocityRadPerS,
    accelerationRadPerS2: velocityRadPerS / RAMP_S,
    jerkRadPerS3: velocityRadPerS / RAMP_S / (RAMP_S / 5),
    effortNm,
  };
  const [a, j] = [limits.accelerationRadPerS2.toFixed(2), limits.jerkRadPerS3.toFixed(1)];
  say("estimated", name, `acceleration ${a} rad/s², jerk ${j} rad/s³: URDF has none`);
  const stiffnessNmPerRad = 50 * effortNm;
  const servo = { stiffnessNmPerRad, dampingNmSPerRad: stiffnessNmPerRad / 30, armatureKgM2: effortNm / 1000 };
  return { name: name.toLowerCase(), origin, axis, limits, servo };
}

function rangeOf(
  name: string,
  type: UrdfJoint["type"],
  limit: UrdfJoint["limit"],
  say: Say,
): { readonly lowerRad: number; readonly upperRad: number } {
  const full = { lowerRad: -TURN_RAD, upperRad: TURN_RAD };
  if (type === "continuous") {
    say("changed", name, "turns without end in the file; here ±360°");
    return full;
  }
  if (limit === null || !(limit.lower < limit.upper)) {
    say("missing", name, "range: the file has none; ±360° until you correct it");
    return full;
  }
  if (Math.max(-limit.lower, limit.upper) > DEGREES_RAD)
    say("changed", name, `range ${limit.lower}…${limit.upper} rad looks like degrees; URDF has radians. Kept as it is`);
  return { lowerRad: limit.lower, upperRad: limit.upper };
}

function linkOf(group: RigidGroup, name: string, options: ImportOptions, say: Say): Link {
  const collision = group.members.flatMap(({ link, pose }) => {
    const own = link.collision.length > 0 ? link.collision : link.visual;
    if (link.collision.length === 0 && link.visual.length > 0)
      say("changed", link.name, "has no collision shapes; its visual ones are taken");
    return own
      .flatMap((solid) => shapesOf(solid, link.name, options, say))
      .map((part) => ({
        shape: part.shape,
        pose: composePose(pose, part.pose),
      }));
  });
  if (collision.length === 0) say("missing", name, "has no shape at all: nothing keeps it clear of anything");
  const known = group.members.flatMap(({ link, pose }): Inertia[] =>
    link.inertia === null || link.inertia.massKg < SMALLEST_KG || !isReal(link.inertia)
      ? []
      : [movedInertia(link.inertia, composePose(pose, link.inertiaPose))],
  );
  if (known.length > 0) return { name, inertia: mergedInertia(known), collision };
  const inertia = guessedInertia(collision);
  say("estimated", name, `mass and inertia: the file has none; ${inertia.massKg.toFixed(3)} kg from its size`);
  return { name, inertia, collision };
}

/** A real body's moments are positive, and two of them are never less than the third. */
const isReal = ({ inertiaKgM2: [xx, yy, zz] }: Inertia): boolean =>
  xx > 0 && yy > 0 && zz > 0 && xx + yy >= zz * 0.999 && yy + zz >= xx * 0.999 && xx + zz >= yy * 0.999;

function shapesOf({ pose, shape }: UrdfSolid, link: string, options: ImportOptions, say: Say): PlacedShape[] {
  switch (shape.kind) {
    case "box":
    case "cylinder":
    case "sphere":
      return [{ shape, pose }];
    case "mesh": {
      const points = options.meshPoints(shape.fileName);
      if (points === null) {
        say("missing", link, `mesh ${shape.fileName} is not there or no STL: that part has no shape`);
        return [];
      }
      const scaled = points.map(([x, y, z]): Vec3 => [x * shape.scale[0], y * shape.scale[1], z * shape.scale[2]]);
      const pointsM = boundingHull(scaled);
      say(
        "changed",
        link,
        `mesh ${shape.fileName} became a hull of ${pointsM.length} points round all ${points.length}`,
      );
      return [{ shape: { kind: "hull", pointsM }, pose }];
    }
  }
}

/** A cube as large as the shapes together, in their middle. */
function guessedInertia(parts: readonly PlacedShape[]): Inertia {
  const volumes = parts.map(({ shape }) => volumeM3(shape));
  const whole = volumes.reduce((sum, volume) => sum + volume, 0);
  const middle = (axis: 0 | 1 | 2): number =>
    whole === 0 ? 0 : parts.reduce((sum, { pose }, i) => sum + pose.xyzM[axis] * volumes[i]!, 0) / whole;
  const half = Math.max(0.01, Math.cbrt(whole) / 2);
  const [x, y, z] = [middle(0), middle(1), middle(2)];
  const massKg = Math.max(0.01, DENSITY_KG_PER_M3 * whole);
  return boxInertia(massKg, [x - half, y - half, z - half], [x + half, y + half, z + half]);
}

function volumeM3(shape: PlacedShape["shape"]): number {
  switch (shape.kind) {
    case "sphere":
      return (4 / 3) * Math.PI * shape.radiusM ** 3;
    case "capsule":
      return Math.PI * shape.radiusM ** 2 * (shape.lengthM + (4 / 3) * shape.radiusM);
    case "cylinder":
      return Math.PI * shape.radiusM ** 2 * shape.heightM;
    case "box":
      return shape.sizeM[0] * shape.sizeM[1] * shape.sizeM[2];
    case "hull":
      // The box round it.
      return [0, 1, 2].reduce((volume, axis) => {
        const along = shape.pointsM.map((point) => point[axis]!);
        return volume * (Math.max(...along) - Math.min(...along));
      }, 1);
  }
}

/** For grippers that are mounted as they are on their own arm: what stands between its flange and its hand. */
export const onFlange = (gripper: Gripper, alongM: number): Gripper => ({
  ...gripper,
  mount: { xyzM: [0, 0, alongM], quatXyzw: IDENTITY_POSE.quatXyzw },
});
