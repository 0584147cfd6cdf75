// External force in physics: an arm driven into what nobody told it of stops by force, and everyday work does not.
import { describe, expect, it } from "vitest";
import { openCell } from "../../apps/cell.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { localKernel } from "../fixtures/local-kernel.ts";

const cell: Cell = {
  ...openCell(),
  force: { externalTorqueNm: [10, 10, 10, 10, 5, 5, 5], externalForceN: 30, transientFactor: 2, transientS: 0.5 },
};

describe("force, in physics", () => {
  const goal = (calls: readonly unknown[]) => ({ text: "test", calls, origin: "operator" as const, confidence: 1 });
  const hidden: Cell = {
    ...cell,
    objects: [
      ...cell.objects,
      {
        id: "hidden",
        kind: "box",
        color: null,
        shape: { kind: "box", sizeM: [0.1, 0.04, 0.3] },
        startPose: { xyzM: [0.42, 0.28, 0.15], quatXyzw: [0, 0, 0, 1] },
        massKg: null,
        isStatic: true,
        isContainer: false,
      },
    ],
  };

  it("the arm driven into a thing that its cell file does not know is stopped by force, before it is 0.06 rad behind", async () => {
    const local = await localKernel({ cell, worldCell: hidden });
    await local.kernel.arm();
    const calls = [
      { tool: "move_to", args: { x: 0.42, y: 0.1, z: 0.2 } },
      { tool: "move_relative", args: { dy: 0.25 } },
    ];
    const report = await local.kernel.carryOut(goal(calls));
    expect(report.steps.map((step) => step.execution?.ending.kind)).toEqual(["finished", "protective"]);
    expect(report.steps[1]?.execution?.ending).toMatchObject({ hook: "force", finding: { code: "E_FORCE" } });
    expect(local.kernel.mode()).toBe("protective");
  }, 30_000);

  it("a pick and a place trip nothing", async () => {
    const local = await localKernel({ cell });
    await local.kernel.arm();
    const calls = [
      { tool: "pick", args: { object: "red_cube" } },
      { tool: "place", args: { target: "tray", relation: "in" } },
    ];
    expect(await local.kernel.carryOut(goal(calls))).toMatchObject({ outcome: "done", verified: true });
  }, 30_000);
});
