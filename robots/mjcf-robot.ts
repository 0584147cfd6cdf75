// Writes an arm as MJCF bodies and actuators; its gripper is written beside (mjcf-gripper.ts).

import type { Pose } from "../kernel/contract/geometry.ts";
import { fingersOf } from "../kernel/contract/gripper.ts";
import type { Joint, Link, RobotDescription } from "../kernel/contract/robot.ts";
import { gripActuator, handBody, handParts } from "./mjcf-gripper.ts";
import { fingerBody, linkBody } from "./mjcf-names.ts";
import { geoms, inertial, linkParts } from "./mjcf-parts.ts";
import { element, hullMesh, placed } from "./mjcf-xml.ts";

/** The arm's bodies, base first, standing at `base`. */
export function robotBody(robot: RobotDescription, base: Pose): string {
  const gravcomp = robot.compensatesGravity ? 1 : 0;
  let inner: string[] = [handBody(robot.gripper, gravcomp)];
  for (let i = robot.links.length - 1; i > 0; i--) {
    inner = [linkElement(robot.links[i]!, robot.joints[i - 1]!, gravcomp, inner)];
  }
  const root = robot.links[0]!;
  return element("body", { name: linkBody(root.name), ...placed(base) }, [
    inertial(root.inertia),
    ...geoms(root),
    ...inner,
  ]);
}

function linkElement(
  link: Link,
  { name, origin, axis, limits, servo }: Joint,
  gravcomp: number,
  inner: readonly string[],
): string {
  return element("body", { name: linkBody(link.name), gravcomp, ...placed(origin) }, [
    inertial(link.inertia),
    element("joint", {
      name: linkBody(name),
      axis,
      range: [limits.lowerRad, limits.upperRad],
      armature: servo.armatureKgM2,
    }),
    ...geoms(link),
    ...inner,
  ]);
}

/** The vertices of all hulls that the arm's geoms refer to. */
export function robotMeshes({ links, gripper }: RobotDescription): readonly string[] {
  const parts = [...links.flatMap(linkParts), ...handParts(gripper)];
  const meshes = parts.flatMap(([name, part]) => hullMesh(name, part));
  return meshes.length === 0 ? [] : [element("asset", {}, meshes)];
}

/** Position servos for the joints, and one drive for the gripper. */
export function robotActuators({ joints, gripper }: RobotDescription): string {
  const servos = joints.map(({ name, servo, limits }) =>
    element("position", {
      name: linkBody(name),
      joint: linkBody(name),
      kp: servo.stiffnessNmPerRad,
      kv: servo.dampingNmSPerRad,
      forcerange: [-limits.effortNm, limits.effortNm],
    }),
  );
  return element("actuator", {}, [...servos, gripActuator(gripper)]);
}

/** Pairs that overlap by construction make no contacts. */
export function allowedPairs({ allowedPairs: pairs, gripper }: RobotDescription): string {
  const fingers = fingersOf(gripper);
  const bodies = (link: string): string[] => {
    const named = fingers.filter((finger) => finger.link.name === link);
    return named.length === 0 ? [linkBody(link)] : named.map(({ side }) => fingerBody(side, link));
  };
  const excludes = pairs.flatMap(([a, b]) =>
    bodies(a).flatMap((body1) =>
      bodies(b)
        .filter((body2) => (a === b ? body1 < body2 : body1 !== body2))
        .map((body2) => element("exclude", { body1, body2 })),
    ),
  );
  return element("contact", {}, excludes);
}
