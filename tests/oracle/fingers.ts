// Where the finger joints of the oracle's model stand at an opening, from what the contract says an opening is.
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { fingerJoint } from "../../robots/mjcf-names.ts";
import { rotated } from "./pose.ts";

/** Names of the joints that move, and the value of each at an opening. */
export function fingerJoints({ gripper }: RobotDescription): {
  readonly names: readonly string[];
  readonly valueAt: (openingM: number) => number;
} {
  if (gripper.kind === "parallel") {
    return { names: [fingerJoint("left"), fingerJoint("right")], valueAt: (openingM) => openingM / 2 };
  }
  const { hinge, toolPoint } = gripper;
  const y = rotated(toolPoint.quatXyzw, [0, 1, 0]);
  /** How far the pad's point has gone along the tool point's y when the hinge has turned. */
  const gone = (angle: number): number => {
    const sine = Math.sin(angle / 2);
    const [x0, y0, z0] = [0, 1, 2].map((k) => hinge.meetsM[k]! - hinge.atM[k]!) as [number, number, number];
    const turned = rotated(
      [hinge.axis[0] * sine, hinge.axis[1] * sine, hinge.axis[2] * sine, Math.cos(angle / 2)],
      [x0, y0, z0],
    );
    return (turned[0] - x0) * y[0] + (turned[1] - y0) * y[1] + (turned[2] - z0) * y[2];
  };
  const valueAt = (openingM: number): number => {
    let low = 0;
    let high = 0;
    while (gone(high) < openingM && high < Math.PI) high += 0.05;
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (gone(middle) < openingM) low = middle;
      else high = middle;
    }
    return (low + high) / 2;
  };
  return { names: [fingerJoint("left")], valueAt };
}
