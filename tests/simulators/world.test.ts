import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { World } from "../../drivers/sim/world-port.ts";
import type { QuatXyzw } from "../../kernel/contract/geometry.ts";
import { mjcfOf } from "../../robots/mjcf.ts";
import { linkBody, TOOL_SITE } from "../../robots/mjcf-names.ts";
import { quatOfMatrix } from "../../simulators/mujoco/frames.ts";
import { compile } from "../../simulators/mujoco/library.ts";
import { createMujocoWorld } from "../../simulators/mujoco/world.ts";
import { toolByDh } from "./dh.ts";
import { scriptedArm } from "./scripted.ts";
import { swungHash } from "./swing.ts";

const cell = loadCell(defaultCellPath());
let world: World;
beforeAll(async () => {
  world = await createMujocoWorld(cell);
});
afterAll(() => world.close());
beforeEach(() => world.reset());

/** Deterministic numbers in [0, 1). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

describe("kinematics in MuJoCo", () => {
  it("puts the tool point where the published DH table does, to 1e-9, at 200 random postures", async () => {
    const simulation = await compile(mjcfOf(cell));
    const site = simulation.idOf("site", TOOL_SITE);
    const at = cell.robot.joints.map(({ name }) => simulation.jointAt(linkBody(name)).qpos);
    const next = numbers(7);
    for (let k = 0; k < 200; k++) {
      const q = cell.robot.joints.map(({ limits }) => limits.lowerRad + next() * (limits.upperRad - limits.lowerRad));
      const { qpos, siteXpos, siteXmat } = simulation.views();
      for (const [i, address] of at.entries()) qpos[address] = q[i]!;
      simulation.kinematics();
      const expected = toolByDh(q);
      for (let axis = 0; axis < 3; axis++) {
        expect(Math.abs(siteXpos[3 * site + axis]! - expected.xyzM[axis]!)).toBeLessThan(1e-9);
      }
      for (let entry = 0; entry < 9; entry++) {
        expect(Math.abs(siteXmat[9 * site + entry]! - expected.rotation[entry]!)).toBeLessThan(1e-9);
      }
    }
    simulation.delete();
  });

  it("measures the tool point at (0.3069, 0, 0.4869) at home, pointing straight down", () => {
    const { tool } = world.read();
    expect(tool.xyzM[0]).toBeCloseTo(0.3069, 4);
    expect(tool.xyzM[1]).toBeCloseTo(0, 6);
    expect(tool.xyzM[2]).toBeCloseTo(0.4869, 4);
    expect(Math.abs(tool.quatXyzw[0])).toBeCloseTo(1, 6);
  });

  it("reads a rotation matrix as the quaternion that made it, whichever part leads", () => {
    const quats: QuatXyzw[] = [
      [0, 0, 0, 1],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
      [0.5, -0.5, 0.5, 0.5],
      [0.1, 0.2, 0.3, Math.sqrt(0.86)],
    ];
    for (const quat of quats) {
      const [x, y, z, w] = quat;
      const matrix = Float64Array.of(
        ...[1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        ...[2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        ...[2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
      );
      const read = quatOfMatrix(matrix, 0);
      const same = read.reduce((sum, value, i) => sum + value * quat[i]!, 0);
      expect(Math.abs(same)).toBeCloseTo(1, 12);
    }
  });
});

describe("the arm in physics", () => {
  it("holds home within 1 mm for 2 s", () => {
    const before = world.read().tool.xyzM;
    const arm = scriptedArm(world, cell);
    let worstM = 0;
    for (let k = 0; k < 1000; k++) {
      world.step(arm.setpoint);
      const now = world.toolPointM();
      worstM = Math.max(worstM, Math.hypot(now[0] - before[0], now[1] - before[1], now[2] - before[2]));
    }
    expect(world.read().atS).toBeCloseTo(2, 9);
    expect(worstM).toBeLessThan(0.001);
  });

  it("follows a smooth 2 s motion of every joint within 5 mrad", () => {
    const arm = scriptedArm(world, cell);
    const target = cell.homeRad.map((q, i) => q + [0.6, 0.3, -0.4, 0.4, 0.5, 0.4, -0.8][i]!);
    arm.moveJoints(target, 2);
    expect(arm.worstRad()).toBeLessThan(0.005);
    arm.wait(0.2);
    for (const [i, q] of world.read().jointsRad.entries()) expect(Math.abs(q - target[i]!)).toBeLessThan(1e-4);
  });

  it("brakes to rest when told to hold in mid-motion", () => {
    const arm = scriptedArm(world, cell);
    arm.setpoint.jointsRadPerS[0] = 0.8;
    for (let k = 0; k < 150; k++) {
      arm.setpoint.jointsRad[0] = arm.setpoint.jointsRad[0]! + 0.8 * world.tickS;
      world.step(arm.setpoint);
    }
    expect(Math.abs(world.read().jointsRadPerS[0]!)).toBeGreaterThan(0.5);
    world.hold();
    expect(Math.abs(world.read().jointsRadPerS[0]!)).toBeLessThan(1e-3);
  });
});

describe("determinism", () => {
  const inWorker = (seed: number): Promise<string> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL("./world-worker.ts", import.meta.url), {
        workerData: seed,
        execArgv: ["--import", new URL("../../tools/tsx-register.mjs", import.meta.url).href],
      });
      worker.once("message", resolve);
      worker.once("error", reject);
    });

  it("ends in the same bits after 2,000 ticks, in this thread and in a worker; another seed in others", async () => {
    const here = await swungHash(5);
    expect(await swungHash(5)).toBe(here);
    expect(await inWorker(5)).toBe(here);
    expect(await swungHash(6)).not.toBe(here);
  });

  it("is not disturbed by reading", () => {
    const run = (look: boolean): string => {
      world.reset();
      const arm = scriptedArm(world, cell);
      arm.moveTo([0.45, 0.15, 0.25], 0, 1, () => {
        if (!look) return;
        world.read();
        world.toolPointM();
        world.takeTouches();
      });
      return world.stateHash();
    };
    expect(run(true)).toBe(run(false));
  });

  it("starts again from the same bits after a reset", () => {
    const first = world.stateHash();
    scriptedArm(world, cell).moveTo([0.5, -0.1, 0.3], 0.4, 1);
    expect(world.stateHash()).not.toBe(first);
    world.reset();
    expect(world.stateHash()).toBe(first);
    expect(world.read().atS).toBe(0);
  });

  it("continues a saved state bit for bit", () => {
    const arm = scriptedArm(world, cell);
    arm.moveTo([0.45, 0.15, 0.02], 0, 2);
    arm.grip(0, 0.7);
    const saved = world.saveState();
    arm.wait(0.4);
    const onward = world.stateHash();
    world.restoreState(saved);
    arm.wait(0.4);
    expect(world.stateHash()).toBe(onward);
  });

  it("goes back whole: saved again it is the same, numbers of the touch watch included, and the array is used again", () => {
    const arm = scriptedArm(world, cell);
    arm.wait(0.1);
    const saved = world.saveState();
    const copy = saved.slice();
    arm.wait(0.1);
    const later = world.saveState(saved);
    expect(later).toBe(saved);
    expect(later).not.toEqual(copy);
    world.restoreState(copy);
    expect(world.saveState()).toEqual(copy);
    expect(world.saveState(new Float64Array(3))).toEqual(copy);
  });
});

describe("a closed world", () => {
  it("frees itself once and refuses the rest", async () => {
    const other = await createMujocoWorld({ ...cell, objects: [] });
    other.close();
    other.close();
    expect(() => other.read()).toThrow(/closed/);
    expect(() => other.reset()).toThrow(/closed/);
  });
});
