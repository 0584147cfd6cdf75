// What the checker keeps clear and what physics lets touch are the same solids in the same places: MuJoCo's own
// kinematics of the written model against the checker's bodies, at random postures and openings.
import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type Shape } from "../../kernel/contract/geometry.ts";
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf, linkFramesAt, toolPoseAt } from "../../kernel/motion/chain.ts";
import { poseOfFrame, writeFrame } from "../../kernel/motion/frame.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { composePose } from "../../kernel/motion/transform.ts";
import { mjcfOf } from "../../robots/mjcf.ts";
import { fingerBody, linkBody, padGeom, TOOL_SITE } from "../../robots/mjcf-names.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";
import { gripperDrive } from "../../simulators/mujoco/gripper-drive.ts";
import { compile } from "../../simulators/mujoco/library.ts";
import { bareCell } from "./bare-cell.ts";

/** Geoms' names in the order of `armBodies`. */
function geomNames({ links, gripper }: RobotDescription): string[] {
  const numbered = [...links, gripper.hand].flatMap(({ name, collision }) =>
    collision.map((_, i) => `${linkBody(name)}/${i}`),
  );
  const fingers = fingersOf(gripper).flatMap(({ side, link, pad }) =>
    link.collision.map((part, i) =>
      JSON.stringify(part) === JSON.stringify(pad) ? padGeom(side) : `${fingerBody(side, link.name)}/${i}`,
    ),
  );
  return [...numbered, ...fingers];
}

/** MuJoCo's three sizes of a primitive; hulls have none of their own. */
function sizesOf(shape: Shape): readonly number[] {
  switch (shape.kind) {
    case "sphere":
      return [shape.radiusM];
    case "capsule":
      return [shape.radiusM, shape.lengthM / 2];
    case "cylinder":
      return [shape.radiusM, shape.heightM / 2];
    case "box":
      return shape.sizeM.map((side) => side / 2);
    case "hull":
      return [];
  }
}

describe.each(ROBOT_NAMES)("%s in physics and in the checker", (name) => {
  const robot = robotNamed(name)!;
  const chain = chainOf(robot, IDENTITY_POSE);

  it("has every solid in the same place to 1e-8 m, and the tool point, at 60 random postures and openings", async () => {
    const simulation = await compile(mjcfOf(bareCell(robot)));
    const joints = robot.joints.map((joint) => simulation.jointAt(linkBody(joint.name)).qpos);
    const drive = gripperDrive(simulation, robot.gripper);
    const site = simulation.idOf("site", TOOL_SITE);
    const geoms = geomNames(robot).map((geom) => simulation.idOf("geom", geom));
    const random = seededRandom(11);
    const frames = new Float64Array(chain.frameCount * 12);
    const placed = new Float64Array(12);
    for (let k = 0; k < 60; k++) {
      const q = robot.joints.map(({ limits }) => limits.lowerRad + random() * (limits.upperRad - limits.lowerRad));
      const openingM = k % 5 === 0 ? 0 : random() * robot.gripper.strokeM;
      const { qpos, geomXpos, geomXmat, geomSize, siteXpos } = simulation.views();
      for (const [i, address] of joints.entries()) qpos[address] = q[i]!;
      drive.place(openingM);
      expect(drive.openingM()).toBeCloseTo(openingM, 9);
      simulation.kinematics();
      linkFramesAt(chain, q, frames);
      const bodies = armBodies(chain, openingM);
      expect(bodies).toHaveLength(geoms.length);
      bodies.forEach((body, i) => {
        const geom = geoms[i]!;
        writeFrame(composePose(poseOfFrame(frames, body.frame * 12), body.pose), placed, 0);
        for (let row = 0; row < 3; row++) {
          expect(Math.abs(geomXpos[3 * geom + row]! - placed[4 * row + 3]!), body.name).toBeLessThan(1e-8);
          for (let column = 0; column < 3; column++) {
            const found = geomXmat[9 * geom + 3 * row + column]!;
            expect(Math.abs(found - placed[4 * row + column]!), body.name).toBeLessThan(1e-8);
          }
        }
        if (k === 0) {
          sizesOf(body.shape).forEach((size, at) => {
            expect(geomSize[3 * geom + at], body.name).toBeCloseTo(size, 12);
          });
        }
      });
      const tool = toolPoseAt(chain, q).xyzM;
      for (let axis = 0; axis < 3; axis++) {
        expect(Math.abs(siteXpos[3 * site + axis]! - tool[axis]!)).toBeLessThan(1e-9);
      }
    }
    simulation.delete();
  });

  it("has the description's joint ranges, torques and pairs left out", () => {
    const text = mjcfOf(bareCell(robot));
    for (const { name: joint, limits } of robot.joints) {
      const range = new RegExp(`<joint name="${linkBody(joint)}"[^>]* range="([^"]+)"`).exec(text)?.[1];
      expect(range?.split(" ").map(Number)).toEqual([limits.lowerRad, limits.upperRad]);
      const force = new RegExp(`<position name="${linkBody(joint)}"[^>]* forcerange="([^"]+)"`).exec(text)?.[1];
      expect(force?.split(" ").map(Number)).toEqual([-limits.effortNm, limits.effortNm]);
    }
    // A parallel gripper's finger stands for two bodies: hand–finger twice, finger–finger once.
    const twice = robot.gripper.kind === "parallel" ? 1 : 0;
    expect(text.match(/<exclude /g)).toHaveLength(robot.allowedPairs.length + twice);
  });
});
