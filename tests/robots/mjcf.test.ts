import { describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { CellObject } from "../../kernel/contract/cell.ts";
import { mjcfOf } from "../../robots/mjcf.ts";
import { objectBody } from "../../robots/mjcf-names.ts";
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
