// A cell with nothing in it but one arm, for tests of the arm itself.
import type { Cell } from "../../kernel/contract/cell.ts";
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";

export const bareCell = (robot: RobotDescription): Cell => ({
  name: robot.name,
  robot,
  base: IDENTITY_POSE,
  homeRad: Object.values(robot.homesRad)[0]!,
  driver: { kind: "sim" },
  limits: {
    toolSpeedMPerS: robot.cartesian.speedMPerS,
    jointScale: 0.6,
    payloadKg: 0.1,
    clearanceM: 0.005,
    supportClearanceM: 0.002,
    dropM: 0.03,
  },
  gripper: { strokeM: robot.gripper.strokeM, forceN: robot.gripper.maxForceN / 2, starts: "open" },
  jog: { stepM: 0.03, slightM: 0.01, stepRad: 0.2 },
  workspace: { minM: [-1, -1, 0], maxM: [1, 1, 1] },
  zones: [],
  tracked: [],
  separation: null,
  force: null,
  objects: [],
});
