// What the campaign asks the arm to do: plainly safe things, and attempts on zones, limits, the table, itself and others.
import type { Cell } from "../../../kernel/contract/cell.ts";
import { radToDeg } from "../../../kernel/contract/geometry.ts";
import type { Random } from "../../otg/random.ts";
import type { DrawnCell } from "./cells.ts";

export type Aim = "free" | "joints" | "task" | "zone" | "limits" | "itself" | "table" | "held" | "forged";

export interface DrawnGoal {
  readonly aim: Aim;
  readonly calls: readonly { readonly tool: string; readonly args: unknown }[];
}

const SHARES: readonly (readonly [Aim, number])[] = [
  ["free", 0.22],
  ["joints", 0.28],
  ["task", 0.38],
  ["zone", 0.53],
  ["limits", 0.61],
  ["itself", 0.69],
  ["table", 0.77],
  ["held", 0.85],
  ["forged", 1],
];

export function drawGoal(random: Random, { cell, task }: DrawnCell): DrawnGoal {
  const share = random();
  const drawn = SHARES.find(([, upTo]) => share < upTo)?.[0] ?? "free";
  const aim = drawn === "task" && task === null ? "free" : drawn;
  return { aim, calls: callsOf(aim, random, cell, task) };
}

function callsOf(aim: Aim, random: Random, cell: Cell, task: DrawnCell["task"]): DrawnGoal["calls"] {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const { minM, maxM } = cell.workspace;
  const within = (axis: 0 | 1 | 2, low: number, high: number): number =>
    minM[axis] + (maxM[axis] - minM[axis]) * between(low, high);
  const movable = cell.objects.filter(({ isStatic }) => !isStatic);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const joints = cell.robot.joints;
  const moveTo = (x: number, y: number, z: number): DrawnGoal["calls"][number] => ({
    tool: "move_to",
    args: { x, y, z, ...(random() < 0.5 ? { theta: between(-180, 180) } : {}) },
  });
  const jump = (low: number, high: number): DrawnGoal["calls"][number] => ({
    tool: "move_relative",
    args: { dx: between(low, high), dy: between(low, high), dz: between(low, high) },
  });
  const anywhere = (): DrawnGoal["calls"][number] =>
    moveTo(within(0, 0, 1.1), within(1, -0.05, 1.05), within(2, 0, 1.05));
  const jointMove = (toRad: (j: number) => number, count: number): DrawnGoal["calls"][number] => {
    const chosen = joints
      .map((_, j) => j)
      .sort(() => random() - 0.5)
      .slice(0, count);
    return { tool: "move_joints", args: { joints: chosen.map((j) => ({ joint: j + 1, to_deg: radToDeg(toRad(j)) })) } };
  };
  const free = (j: number): number => between(joints[j]!.limits.lowerRad, joints[j]!.limits.upperRad);
  const inside = (j: number, rad: number): number => {
    const { lowerRad, upperRad } = joints[j]!.limits;
    return Math.min(upperRad - 0.05, Math.max(lowerRad + 0.05, rad));
  };
  switch (aim) {
    case "free":
      // A small arm with few joints points down only low above the table.
      return [
        maxM[2] < 0.5
          ? moveTo(within(0, 0.5, 0.7), within(1, 0.35, 0.65), within(2, 0.15, 0.3))
          : moveTo(within(0, 0.45, 0.85), within(1, 0.15, 0.85), within(2, 0.2, 0.6)),
      ];
    case "joints":
      return [
        jointMove((j) => inside(j, cell.homeRad[j]! + between(-0.4, 0.4)), 1 + Math.floor(random() * joints.length)),
      ];
    case "task":
      return [
        { tool: "pick", args: { object: task!.object } },
        { tool: "place", args: { target: task!.target, relation: "in" } },
      ];
    case "zone": {
      const way = Array.from({ length: 1 + Math.floor(random() * 4) }, () => ({
        x: within(0, 0, 1.1),
        y: within(1, 0, 1),
        z: within(2, 0.02, 1),
      }));
      return [
        pick([
          anywhere(),
          jump(-0.5, 0.5),
          { tool: "follow_path", args: { waypoints: way } },
          jointMove(free, joints.length),
        ]),
      ];
    }
    case "limits": {
      const end = (j: number): number => {
        const { lowerRad, upperRad } = joints[j]!.limits;
        return (
          (random() < 0.5 ? lowerRad : upperRad) + pick([0, 0, 1e-6, -1e-6, 0.01, -0.01, 1e-9, 0.5 * (random() - 0.5)])
        );
      };
      return [jointMove(end, 1 + Math.floor(random() * 3)), jointMove(end, 1)];
    }
    case "itself":
      // Its fingers too: they close and open wherever that has led.
      return [
        jointMove((j) => (random() < 0.7 ? free(j) : cell.homeRad[j]!), joints.length),
        { tool: "toggle_tool", args: { activate: true } },
        jointMove(free, 2),
        { tool: "toggle_tool", args: { activate: false } },
      ];
    case "table":
      return [
        pick([
          moveTo(within(0, 0.2, 1), within(1, 0, 1), between(-0.05, 0.03)),
          { tool: "move_relative", args: { dz: -between(0.02, 0.8) } },
          {
            tool: "follow_path",
            args: {
              waypoints: [
                { x: within(0, 0.5, 0.9), y: within(1, 0.1, 0.9), z: between(0, 0.05) },
                { x: within(0, 0.5, 0.9), y: within(1, 0.1, 0.9), z: between(0, 0.05) },
              ],
            },
          },
        ]),
      ];
    case "held": {
      const object = movable.length === 0 ? "nothing" : pick(movable).id;
      const target = pick(cell.objects).id;
      const then = pick([
        anywhere(),
        jump(-0.3, 0.3),
        { tool: "place", args: { x: within(0, 0, 1), y: within(1, 0, 1), z: between(0, 0.2) } },
        {
          tool: "place",
          args: { target, relation: pick(["on", "in", "left_of", "right_of", "behind", "in_front_of"]) },
        },
        jointMove(free, 3),
      ]);
      return [{ tool: "pick", args: { object } }, then, { tool: "go_home", args: {} }];
    }
    case "forged":
      return [
        pick([
          anywhere(),
          jump(-0.3, 0.3),
          jointMove((j) => cell.homeRad[j]! + between(-0.8, 0.8), joints.length),
          ...(movable.length === 0 ? [] : [{ tool: "pick", args: { object: pick(movable).id } }]),
        ]),
      ];
  }
}
