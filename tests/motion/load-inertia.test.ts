// What held things weigh and how they resist turning: against sums over small cubes of even density.
import { describe, expect, it } from "vitest";
import type { CellObject, ObjectShape } from "../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import { loadInertia } from "../../kernel/motion/load-inertia.ts";
import { flangeLoad, loadOf } from "../../kernel/motion/payload.ts";
import { quatFromRpy, transformPoint } from "../../kernel/motion/transform.ts";
import { so101 } from "../../robots/so101/so101.ts";
import { fr3Like } from "./arms.ts";

const robot = {
  ...fr3Like,
  gripper: { ...fr3Like.gripper, toolPoint: { xyzM: [0, 0, 0.1] as Vec3, quatXyzw: quatFromRpy(0.2, 0.3, -0.4) } },
};
const object = (shape: ObjectShape, massKg: number | null = 2): CellObject => ({
  id: "it",
  kind: "thing",
  color: null,
  shape,
  startPose: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
  massKg,
  isStatic: false,
  isContainer: false,
});
const inTool: Pose = { xyzM: [0.02, -0.03, 0.05], quatXyzw: quatFromRpy(-0.5, 0.7, 1.1) };
const N = 60;

/** Centre and inertia in the hand's frame, summed over the grid's cells inside; half sizes and test in the object's frame. */
function summed(half: Vec3, offsetZM: number, inside: (x: number, y: number, z: number) => boolean) {
  const points: Vec3[] = [];
  const step = (k: number, h: number): number => ((2 * k + 1) / N - 1) * h;
  for (let i = 0; i < N; i++)
    for (let j = 0; j < N; j++)
      for (let k = 0; k < N; k++) {
        const [x, y, z] = [step(i, half[0]), step(j, half[1]), step(k, half[2])];
        if (!inside(x, y, z)) continue;
        points.push(transformPoint(robot.gripper.toolPoint, transformPoint(inTool, [x, y, z + offsetZM])));
      }
  const mean = [0, 1, 2].map((d) => points.reduce((sum, p) => sum + p[d]!, 0) / points.length);
  const second = (a: number, b: number): number =>
    (2 * points.reduce((sum, p) => sum + (p[a]! - mean[a]!) * (p[b]! - mean[b]!), 0)) / points.length;
  const [xx, yy, zz] = [second(0, 0), second(1, 1), second(2, 2)];
  return {
    mean,
    inertia: [yy + zz, xx + zz, xx + yy, -second(0, 1), -second(0, 2), -second(1, 2)],
  };
}

describe("a load", () => {
  const everywhere = (): boolean => true;
  it.each([
    ["box", { kind: "box", sizeM: [0.1, 0.2, 0.3] }, [0.05, 0.1, 0.15], 0, everywhere],
    [
      "cylinder",
      { kind: "cylinder", radiusM: 0.1, heightM: 0.3 },
      [0.1, 0.1, 0.15],
      0,
      (x: number, y: number) => Math.hypot(x, y) <= 0.1,
    ],
    ["board, by its slab", { kind: "board", sizeM: [0.1, 0.2, 0.04], topZM: 0.3 }, [0.05, 0.1, 0.02], 0.28, everywhere],
  ] as const)(
    "of 2 kg, a %s, has the centre and inertia of its parts, turned as it is held",
    (_, shape, half, z, inside) => {
      const { massKg, comM, inertiaKgM2 } = loadInertia(robot, object(shape), inTool);
      const { mean, inertia } = summed(half, z, inside);
      expect(massKg).toBe(2);
      comM.forEach((value, d) => {
        expect(value).toBeCloseTo(mean[d]!, 6);
      });
      inertiaKgM2.forEach((value, k) => {
        expect(Math.abs(value - inertia[k]!)).toBeLessThan(1e-4);
      });
    },
  );

  it("of unknown mass weighs nothing", () => {
    const { massKg, inertiaKgM2 } = loadInertia(robot, object({ kind: "box", sizeM: [1, 1, 1] }, null), inTool);
    expect([massKg, ...inertiaKgM2.map(Math.abs)]).toEqual([0, 0, 0, 0, 0, 0, 0]);
  });

  it("hangs on the flange with the gripper: masses add up, moments by their centres", () => {
    const load = loadOf(fr3Like, {
      object: object({ kind: "box", sizeM: [0.1, 0.1, 0.1] }),
      inTool: { ...inTool, xyzM: [0, 0, 0] },
    });
    expect(load.massKg).toBe(2);
    // Straight out: 0.107 to the hand, 0.1034 to the tool point.
    expect(load.centreM[2]).toBeCloseTo(0.2104, 9);
    const all = flangeLoad(fr3Like, load);
    // Hand and two fingers of 1 kg with their centres at the mount.
    expect(all.massKg).toBeCloseTo(5, 12);
    expect(all.momentKgM).toBeCloseTo(2 * 0.2104 + 3 * 0.107, 9);
  });

  it("hangs on a hinged gripper with its moving and its fixed finger", () => {
    const { gripper } = so101;
    if (gripper.kind !== "hinge") throw new Error("no hinge");
    const heavy = { ...gripper.fixedFinger, inertia: { ...gripper.fixedFinger.inertia, massKg: 0.05 } };
    const all = flangeLoad(
      { ...so101, gripper: { ...gripper, fixedFinger: heavy } },
      { massKg: 0.1, centreM: [0, 0, 0] },
    );
    const own = gripper.hand.inertia.massKg + gripper.finger.inertia.massKg + 0.05;
    expect(all.massKg).toBeCloseTo(0.1 + own, 12);
  });
});
