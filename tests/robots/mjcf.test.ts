import { describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { CellObject } from "../../kernel/contract/cell.ts";
import type { PlacedShape } from "../../kernel/contract/geometry.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { poseOfFrame } from "../../kernel/motion/frame.ts";
import { transformPoint } from "../../kernel/motion/transform.ts";
import { mjcfOf } from "../../robots/mjcf.ts";
import { linkBody, objectBody } from "../../robots/mjcf-names.ts";
import { compile } from "../../simulators/mujoco/library.ts";

const cell = loadCell(defaultCellPath());

describe("a cell written as MJCF", () => {
  it("compiles, with every object and no zone in it", async () => {
    const text = mjcfOf(cell);
    const simulation = await compile(text);
    for (const { id } of cell.objects) expect(simulation.idOf("body", objectBody(id))).toBeGreaterThan(0);
    for (const { name } of cell.zones) expect(text).not.toContain(`"${name}"`);
    simulation.delete();
  });

  it("turns an object by the yaw of its start pose", async () => {
    const yaw = 0.5;
    const turned: CellObject = {
      ...cell.objects[0]!,
      startPose: {
        xyzM: cell.objects[0]!.startPose.xyzM,
        quatXyzw: [0, 0, Math.sin(yaw / 2), Math.cos(yaw / 2)],
      },
    };
    const simulation = await compile(mjcfOf({ ...cell, objects: [turned] }));
    const at = simulation.jointAt(objectBody(turned.id)).qpos;
    expect([...simulation.views().qpos.slice(at + 3, at + 7)]).toEqual([
      expect.closeTo(Math.cos(yaw / 2), 12),
      0,
      0,
      expect.closeTo(Math.sin(yaw / 2), 12),
    ]);
    simulation.delete();
  });

  it("keeps a movable container's mass and its open top", async () => {
    const tray = cell.objects.find(({ id }) => id === "tray")!;
    const text = mjcfOf({ ...cell, objects: [{ ...tray, isStatic: false, massKg: 0.3 }] });
    const masses = [...text.matchAll(/name="object\/tray\/[^>]* mass="([^"]+)"/g)].map((match) => Number(match[1]));
    expect(masses).toHaveLength(5);
    expect(masses.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(0.3, 12);
    (await compile(text)).delete();
  });

  it("escapes names", () => {
    expect(mjcfOf({ ...cell, name: 'a "b" <c> & d' })).toContain('model="a &quot;b&quot; &lt;c> &amp; d"');
  });

  it("fails with MuJoCo's own words when a model does not compile", async () => {
    await expect(compile("<mujoco><worldbody><geom/></worldbody></mujoco>")).rejects.toMatchObject({
      code: "E_DRIVER",
    });
  });
});

describe("a link that is a hull", () => {
  /** A pyramid on the hand, off the middle of its frame, its tip straight down 0.3 m under the hand's frame. */
  const pyramid: PlacedShape = {
    shape: {
      kind: "hull",
      pointsM: [
        [0.03, 0.02, 0],
        [0.03, 0.06, 0],
        [0.07, 0.02, 0],
        [0.07, 0.06, 0],
        [0.05, 0.04, 0.3],
      ],
    },
    pose: { xyzM: [0.01, 0.02, 0], quatXyzw: [0, 0, 0, 1] },
  };
  const { robot } = cell;
  const armed = {
    ...cell,
    robot: { ...robot, gripper: { ...robot.gripper, hand: { ...robot.gripper.hand, collision: [pyramid] } } },
  };
  const chain = chainOf(robot, cell.base);
  const frames = new Float64Array(chain.frameCount * 12);
  linkFramesAt(chain, cell.homeRad, frames);
  const tipM = transformPoint(poseOfFrame(frames, (chain.dof + 1) * 12), [0.06, 0.06, 0.3]);

  it.each([
    ["1 mm into", 0.001, true],
    ["1 mm short of", -0.001, false],
  ])("touches in physics a block that its tip reaches %s", async (_, inM, touches) => {
    const block: CellObject = {
      ...cell.objects[0]!,
      id: "block",
      isStatic: true,
      massKg: null,
      startPose: { xyzM: [tipM[0], tipM[1], tipM[2] + inM - 0.02], quatXyzw: [0, 0, 0, 1] },
    };
    const simulation = await compile(mjcfOf({ ...armed, objects: [block] }));
    cell.homeRad.forEach((rad, j) => {
      simulation.views().qpos[simulation.jointAt(linkBody(robot.joints[j]!.name)).qpos] = rad;
    });
    simulation.kinematics();
    simulation.collide();
    const name = `${objectBody("block")}/body`;
    const met = simulation
      .contacts()
      .filter(({ geom2, geom1 }) => [geom1, geom2].some((geom) => simulation.geomNames[geom] === name));
    expect(met.length > 0).toBe(touches);
    for (const { distM } of met) expect(distM).toBeCloseTo(-0.001, 4);
    simulation.delete();
  });
});
