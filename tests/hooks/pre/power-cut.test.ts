// The power-cut hook alone: what it says, of which motion, and where it is not asked. The envelope itself:
// tests/hooks/power-cut.test.ts.
import { describe, expect, it } from "vitest";
import { powerCut } from "../../../hooks/pre/power-cut.ts";
import type { Cell } from "../../../kernel/contract/cell.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import { ask, cell, homeBut, move } from "../../fixtures/judging.ts";

/** A wall beside the arm, so far from the x axis. */
const walled = (atM: number, category: 0 | 1 = 0): Cell => ({
  ...cell,
  limits: { ...cell.limits, emergencyStopCategory: category },
  zones: [
    {
      kind: "keep_out",
      name: "wall",
      solid: { shape: { kind: "box", sizeM: [2, 0.1, 2] }, centreM: [0, atM + 0.05, 0.5] },
    },
  ],
});
const unbraked: Cell = {
  ...walled(0.75),
  robot: {
    ...cell.robot,
    joints: cell.robot.joints.map(({ limits: { brake, ...limits }, ...joint }, j) => ({
      ...joint,
      limits: j === 3 || brake === undefined ? limits : { ...limits, brake },
    })),
  },
};
const WAIT: Segment = { kind: "wait", seconds: 1 };
/** Joint 1 by 30 degrees: at its fastest 1.5 rad/s, or 0.1. */
const fast = move([homeBut({}), homeBut({ 0: 0.52 })], null, 0.7);
const slow = move([homeBut({}), homeBut({ 0: 0.52 })], null, 10);
const says = (inCell: Cell, ...segments: readonly Segment[]) => ask(powerCut, { cell: inCell, segments });

describe("power-cut", () => {
  it("is called so in verdicts and logs", () => expect(powerCut.name).toBe("power-cut"));

  it("denies what would run on into a zone, and tells when and what to do", () => {
    const finding = says(walled(0.29), fast);
    expect(finding).toEqual({
      code: "E_BRAKE",
      reason: expect.stringMatching(
        /^were power cut 0\.\d\d s into the motion, the arm could not be shown to come to rest clear of the keep-out zones; move slower or further from them$/,
      ),
    });
    expect(says(walled(0.29), slow)).toBeNull();
    expect(says(walled(0.9), fast)).toBeNull();
  });

  it("looks at every motion of the plan, and at nothing else", () => {
    const back = move([homeBut({ 0: 0.52 }), homeBut({})], null, 10);
    expect(says(walled(0.29), WAIT, slow, back, fast)).toMatchObject({ code: "E_BRAKE" });
    expect(says(walled(0.29), WAIT, slow, WAIT)).toBeNull();
    expect(says(unbraked, WAIT)).toBeNull();
  });

  it("denies motion of an arm of which one joint declares no brake, and names it", () => {
    expect(says(unbraked, slow)).toEqual({
      code: "E_BRAKE",
      reason: `nobody has declared what the brake of ${cell.robot.joints[3]?.name} does, so a power cut cannot be bounded; declare it, or use an emergency stop of category 1`,
    });
  });

  it("is asked only where an emergency stop cuts power, and where there is a keep-out zone", () => {
    expect(says(walled(0.29, 1), fast)).toBeNull();
    expect(says({ ...unbraked, zones: [] }, fast)).toBeNull();
  });
});
