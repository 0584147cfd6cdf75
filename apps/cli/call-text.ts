// A tool call in few words, as a person would say it.
import type { ToolCall } from "../../kernel/contract/tools.ts";

export function callText(call: ToolCall): string {
  switch (call.tool) {
    case "pick":
      return `pick ${call.args.object}`;
    case "place":
      return "target" in call.args
        ? `place ${call.args.relation.replaceAll("_", " ")} ${call.args.target}`
        : `place at ${point(call.args)}`;
    case "move_to":
      return `move to ${point(call.args)}${call.args.theta === undefined ? "" : `, theta ${call.args.theta} deg`}`;
    case "follow_path":
      return `follow a path through ${call.args.waypoints.map(point).join(", ")}`;
    case "move_relative": {
      const { dx = 0, dy = 0, dz = 0, dtheta = 0 } = call.args;
      const way = [
        [dx, "forward", "back"],
        [dy, "left", "right"],
        [dz, "up", "down"],
      ] as const;
      const parts = way
        .filter(([byM]) => byM !== 0)
        .map(([byM, plus, minus]) => `${Number((Math.abs(byM) * 100).toFixed(4))} cm ${byM > 0 ? plus : minus}`);
      if (dtheta !== 0) parts.push(`${Math.abs(dtheta)} deg ${dtheta > 0 ? "counter-clockwise" : "clockwise"}`);
      return `move ${parts.length === 0 ? "nowhere" : parts.join(", ")}`;
    }
    case "move_joints":
      return `turn ${call.args.joints.map(({ joint, to_deg, by_deg }) => `joint ${joint} ${to_deg === undefined ? `by ${by_deg}` : `to ${to_deg}`} deg`).join(", ")}`;
    case "toggle_tool":
      return call.args.activate ? "close the gripper" : "open the gripper";
    case "go_home":
      return "go home";
    case "wait":
      return `wait ${call.args.seconds} s`;
    case "set_speed":
      return `set speed to ${Number((call.args.scale * 100).toFixed(2))} %`;
    case "jog":
      return "jog";
    case "get_camera_feed":
      return `show the ${call.args.view} view`;
    case "get_status":
    case "list_objects":
    case "emergency_stop":
      return call.tool.replaceAll("_", " ");
  }
}

const point = ({ x, y, z }: { readonly x: number; readonly y: number; readonly z: number }): string =>
  `(${x}, ${y}, ${z})`;
