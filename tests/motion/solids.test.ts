import { describe, expect, test } from "vitest";
import type { CellObject, ObjectShape } from "../../kernel/contract/cell.ts";
import type { PlacedShape, Pose } from "../../kernel/contract/geometry.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { centreOf, footprintRadiusM, heightOf, solidsOf, TABLE, topZOf } from "../../kernel/motion/solids.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";

const object = (shape: ObjectShape): CellObject => ({
  id: "it",
  kind: "thing",
  color: null,
  shape,
  startPose: { xyzM: [0, 0, 0], quatXyzw: [0, 0, 0, 1] },
  massKg: null,
  isStatic: true,
  isContainer: false,
});
const at = (x: number, y: number, z: number, yawRad = 0): Pose => ({
  xyzM: [x, y, z],
  quatXyzw: quatFromRpy(0, 0, yawRad),
});
const probe = (x: number, y: number, z: number): PlacedShape => ({
  shape: { kind: "sphere", radiusM: 0.001 },
  pose: at(x, y, z),
});
/** Distance from a 1 mm probe's centre to the nearest of the solids. */
const from = (solids: readonly PlacedShape[], x: number, y: number, z: number): number =>
  Math.min(...solids.map((solid) => distanceBetween(solid, probe(x, y, z)).distanceM)) + 0.001;

describe("solids", () => {
  const tray = object({ kind: "open_box", sizeM: [0.24, 0.18, 0.03], wallM: 0.005 });
  const shelf = object({ kind: "board", sizeM: [0.2, 0.24, 0.02], topZM: 0.15 });
  const cube = object({ kind: "box", sizeM: [0.04, 0.06, 0.08] });
  const mug = object({ kind: "cylinder", radiusM: 0.03, heightM: 0.08 });

  test("of an open box are a floor and four walls within its outer size, open above", () => {
    const solids = solidsOf(tray, at(0.35, 0.38, 0));
    expect(solids).toHaveLength(5);
    // 10 mm from the inner face of a wall, 10 mm over the floor, and outside.
    expect(from(solids, 0.35 + 0.12 - 0.005 - 0.01, 0.38, 0.02)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35, 0.38 + 0.09 - 0.005 - 0.01, 0.02)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35, 0.38, 0.015)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35 + 0.13, 0.38, 0.02)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35, 0.38 - 0.1, 0.02)).toBeCloseTo(0.01, 9);
    // No wall sticks out beside its neighbour.
    expect(from(solids, 0.35 + 0.13, 0.38 + 0.0875, 0.02)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35 - 0.13, 0.38 - 0.0875, 0.02)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.35 + 0.1175, 0.38 + 0.0875, 0.04)).toBeCloseTo(0.01, 9);
  });

  test("of a board are one slab under its top, open beneath", () => {
    const solids = solidsOf(shelf, at(0.55, -0.4, 0));
    expect(solids).toHaveLength(1);
    expect(from(solids, 0.55, -0.4, 0.16)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.55, -0.4, 0.12)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.66, -0.4, 0.14)).toBeCloseTo(0.01, 9);
  });

  test("turn with the object's yaw", () => {
    const solids = solidsOf(cube, at(0.5, 0, 0.04, Math.PI / 2));
    expect(from(solids, 0.54, 0, 0.04)).toBeCloseTo(0.01, 9);
    expect(from(solids, 0.5, 0.03, 0.04)).toBeCloseTo(0.01, 9);
  });

  test("have heights, tops, centres and footprints", () => {
    const upright = at(0.1, 0.2, 0.3);
    expect([cube, mug, tray, shelf].map(heightOf)).toEqual([0.08, 0.08, 0.03, 0.02]);
    expect(topZOf(cube, upright)).toBeCloseTo(0.34, 12);
    expect(topZOf(mug, upright)).toBeCloseTo(0.34, 12);
    expect(topZOf(tray, at(0, 0, 0))).toBeCloseTo(0.03, 12);
    expect(topZOf(shelf, at(0, 0, 0))).toBeCloseTo(0.15, 12);
    expect(centreOf(cube, upright)).toEqual([0.1, 0.2, 0.3]);
    expect(centreOf(tray, at(0.35, 0.38, 0))[2]).toBeCloseTo(0.015, 12);
    expect(centreOf(shelf, at(0.55, -0.4, 0))[2]).toBeCloseTo(0.14, 12);
    expect(footprintRadiusM(mug)).toBe(0.03);
    expect(footprintRadiusM(cube)).toBeCloseTo(Math.hypot(0.02, 0.03), 12);
  });

  test("of the table end at z = 0", () => {
    expect(from([TABLE], 0.4, 0.3, 0.001)).toBeCloseTo(0.001, 9);
    expect(TABLE.name).toBe("table");
  });
});
