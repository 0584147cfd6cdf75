// Motions of the tool itself: vectors, turns, positions, paths, joints, home, gripper, waiting, speed.
import { radToDeg } from "../kernel/contract/geometry.ts";
import type { ToolArgs, ToolCall } from "../kernel/contract/tools.ts";
import { type Action, type Amount, type Asked, type Clause, type Group, isAsked, type Step } from "./ast.ts";
import { idsOf, resolve, resolveOne } from "./describe.ts";
import type { Draft } from "./draft.ts";
import { toolPoint, topOf, whereIs } from "./scene.ts";
import { tidy } from "./units.ts";

type Delta = { dx: number; dy: number; dz: number; dtheta: number };
const AXIS_KEY = { x: "dx", y: "dy", z: "dz" } as const;
const WAYS = { x: ["forward", "back"], y: ["left", "right"], z: ["up", "down"] } as const;

type Move = Extract<Action, { kind: "move" }>;
type Turn = Extract<Action, { kind: "turn" }>;

/** Whether a move or turn is the tool's own: no theme, or "it" where that can only be the tool or what it holds. */
export function isToolMotion(action: Action, draft: Draft): boolean {
  if (action.kind !== "move" && action.kind !== "turn") return false;
  if (action.theme === null) return true;
  if (action.theme.refs.length !== 1 || action.theme.refs[0]?.kind !== "it") return false;
  return draft.held !== null || (draft.mentioned.length === 0 && draft.scene.lastObject === null);
}

function metresOf(amount: Amount, way: string): number | Asked {
  if (amount.unit === null) return { ask: `${amount.value} what ${way}: millimetres, centimetres, metres or inches?` };
  if (amount.unit !== "m")
    return { ask: `How far ${way}? Give a distance such as 10 cm, not an angle, a share or a time.` };
  if (!Number.isFinite(amount.value) || amount.value === 0) return { ask: `How far ${way}? Zero is no distance.` };
  return amount.value;
}

function lengthOf(step: Step, slight: boolean, draft: Draft, way: string): number | Asked {
  const { jog } = draft.cell;
  if (step.amount === "slight") return jog.slightM;
  if (step.amount === null) {
    draft.usedDefault = true;
    return slight ? jog.slightM : jog.stepM;
  }
  return metresOf(step.amount, way);
}

/** The vector of a move's steps. Opposite ways, and one distance for several ways, are asked about. */
export function vectorOf(move: Move, draft: Draft): Delta | Asked {
  const delta: Delta = { dx: 0, dy: 0, dz: 0, dtheta: 0 };
  const signs = new Map<string, number>();
  const given = move.steps.filter((step) => step.amount !== null).length;
  if (given > 0 && given < move.steps.length) return { ask: "How far each way? For example: 10 cm left and 5 cm up." };
  if (move.verbless && given === 0 && !draft.lastWasMove)
    return { ask: "Shall I move that way? Say for example: move 5 cm left." };
  for (const step of move.steps) {
    if (step.kind === "towards") {
      const added = approach(step, move.slight, draft);
      if (isAsked(added)) return added;
      delta.dx += added.dx;
      delta.dy += added.dy;
      continue;
    }
    const key = AXIS_KEY[step.axis];
    const way = step.sign > 0 ? WAYS[step.axis][0] : WAYS[step.axis][1];
    const length = lengthOf(step, move.slight, draft, way);
    if (typeof length !== "number") return length;
    if (length < 0 && step.signless !== true)
      return { ask: `A negative distance ${way}: which way do you mean, ${WAYS[step.axis].join(" or ")}?` };
    const signed = step.sign * length;
    const before = signs.get(key);
    if (before !== undefined && before !== Math.sign(signed)) {
      return {
        ask: `${WAYS[step.axis].join(" and ")} at once cancel out. Which one? Say "then" between them for one after the other.`,
      };
    }
    signs.set(key, Math.sign(signed));
    delta[key] += signed;
  }
  return delta;
}

/** Towards or away from an object: along the horizontal line from the tool point to its centre, keeping the height. */
function approach(
  step: Extract<Step, { kind: "towards" }>,
  slight: boolean,
  draft: Draft,
): { dx: number; dy: number } | Asked {
  if (draft.calls.some(({ tool }) => tool !== "set_speed"))
    return { ask: "Which way, and how far? For example: 10 cm left." };
  const target = resolveOne(step.target, draft, "any");
  if (isAsked(target)) return target;
  if (step.amount === null || step.amount === "slight")
    return { ask: `How far ${step.sign > 0 ? "towards" : "away from"} ${target.id}? For example: 5 cm.` };
  const length = lengthOf(step, slight, draft, `towards ${target.id}`);
  if (typeof length !== "number") return length;
  const [x, y] = toolPoint(draft.cell, draft.scene);
  const [tx, ty] = whereIs(target, draft.scene);
  const distance = Math.hypot(tx - x, ty - y);
  if (distance < 0.005 || length < 0) return { ask: `Which way, and how far? The tool is over ${target.id}.` };
  const scale = (step.sign * length) / distance;
  return { dx: Math.round((tx - x) * scale * 1e4) / 1e4, dy: Math.round((ty - y) * scale * 1e4) / 1e4 };
}

function angleOf(turn: Turn, draft: Draft): number | Asked {
  const { amount, sign } = turn;
  if (amount === null) {
    draft.usedDefault = true;
    return tidy(sign * radToDeg(draft.cell.jog.stepRad));
  }
  if (amount.unit === null) return { ask: `Turn by ${amount.value} what: degrees, radians or turns?` };
  if (amount.unit !== "deg") return { ask: "By how many degrees? A distance is no angle." };
  if (amount.value === 0) return { ask: "By how many degrees? Zero is no turn." };
  if (amount.value < 0 && sign !== 0)
    return { ask: "A negative angle with a direction: clockwise or counter-clockwise?" };
  return amount.value * (sign === 0 ? 1 : sign);
}

function relative(delta: Delta): ToolCall {
  const args: ToolArgs<"move_relative"> = {};
  for (const key of ["dx", "dy", "dz", "dtheta"] as const) if (tidy(delta[key]) !== 0) args[key] = tidy(delta[key]);
  return { tool: "move_relative", args };
}

/** Moves joined by "and" or a comma become one vector; other clauses stay as they are. */
export function fuse(group: Group, draft: Draft): readonly Clause[] | Asked {
  const out: Clause[] = [];
  for (const clause of group) {
    const [action] = clause.actions;
    const before = out.at(-1);
    const [last] = before?.actions ?? [];
    const canJoin =
      before?.actions.length === 1 &&
      clause.actions.length === 1 &&
      before.times.length === 0 &&
      clause.times.length === 0;
    if (
      canJoin &&
      last?.kind === "move" &&
      action?.kind === "move" &&
      last.theme === null &&
      (action.theme === null || isToolMotion(action, draft))
    ) {
      const slight = last.slight && action.slight;
      if (last.slight !== action.slight) return { ask: "How far each way? For example: 10 cm left and 5 cm up." };
      out[out.length - 1] = {
        ...before,
        actions: [{ ...last, steps: [...last.steps, ...action.steps], slight }],
        speeds: [...before.speeds, ...clause.speeds],
        spared: [...before.spared, ...clause.spared],
      };
    } else out.push(clause);
  }
  return out;
}

function jointCalls(draft: Draft, action: Extract<Action, { kind: "joints" | "allJoints" }>): ToolCall | Asked {
  const count = draft.cell.robot.joints.length;
  if (action.kind === "allJoints") {
    const values = action.one ? Array.from({ length: count }, () => action.values[0] as Amount) : action.values;
    if (values.length !== count)
      return { ask: `The arm has ${count} joints, you gave ${values.length} angles. Which angle for which joint?` };
    if (action.one && values[0]?.unit === null) return { ask: `${values[0].value} what: degrees or radians?` };
    return {
      tool: "move_joints",
      args: { joints: values.map((value, i) => ({ joint: i + 1, to_deg: tidy(value.value) })) },
    };
  }
  const joints = [];
  for (const { joint, mode, amount } of action.turns) {
    const index = joint === "last" ? count : joint;
    if (index < 1 || index > count) return { ask: `The arm has joints 1 to ${count}, no joint ${index}. Which joint?` };
    if (amount.unit === null) return { ask: `Joint ${index} ${mode} ${amount.value} what: degrees or radians?` };
    if (mode === "by" && amount.value === 0) return { ask: `Joint ${index} by how many degrees? Zero is no turn.` };
    joints.push(
      mode === "to" ? { joint: index, to_deg: tidy(amount.value) } : { joint: index, by_deg: tidy(amount.value) },
    );
  }
  if (joints.length === 0) return { ask: "Which joint, and by how many degrees?" };
  return { tool: "move_joints", args: { joints } };
}

/** Adds the calls of one action of the tool itself; null when all is clear. */
export function expandMotion(draft: Draft, action: Action): Asked | null {
  const add = (call: ToolCall): null => {
    draft.calls.push(call);
    return null;
  };
  switch (action.kind) {
    case "move": {
      if (!isToolMotion(action, draft)) return null;
      const delta = vectorOf(action, draft);
      return isAsked(delta) ? delta : add(relative(delta));
    }
    case "turn": {
      if (action.theme !== null && !isToolMotion(action, draft)) {
        const object = resolve(action.theme, draft, "movable");
        if (isAsked(object)) return object;
        const isHeld = object.length === 1 && object[0]?.id === draft.held;
        if (!isHeld)
          return {
            ask: `I turn the gripper, and what it holds, but it does not hold ${idsOf(object).join(", ")}. Shall I pick it up first?`,
          };
      }
      const dtheta = angleOf(action, draft);
      return typeof dtheta === "number" ? add(relative({ dx: 0, dy: 0, dz: 0, dtheta })) : dtheta;
    }
    case "goto":
      if (action.elided && !draft.lastWasGoto)
        return { ask: "What shall I do there? Say for example: move to 0.4, 0.1, 0.3." };
      return isAsked(action.point) ? action.point : add({ tool: "move_to", args: action.point });
    case "above": {
      const target = resolveOne(action.target, draft, "any");
      if (isAsked(target)) return target;
      if (target.id === draft.held) return { ask: `The gripper holds ${target.id}. Above what else?` };
      const heightM = action.height?.value ?? 0;
      if (!(heightM > 0)) return { ask: `How far above ${target.id}, in centimetres?` };
      const [x, y] = whereIs(target, draft.scene);
      draft.mentioned = [target.id];
      return add({ tool: "move_to", args: { x: tidy(x), y: tidy(y), z: tidy(topOf(target, draft.scene) + heightM) } });
    }
    case "path": {
      const waypoints = [];
      for (const point of action.points) {
        if (isAsked(point)) return point;
        waypoints.push(point);
      }
      return add({ tool: "follow_path", args: { waypoints } });
    }
    case "joints":
    case "allJoints": {
      const call = jointCalls(draft, action);
      return isAsked(call) ? call : add(call);
    }
    case "home":
      if (action.carrying && draft.held === null)
        return { ask: "I hold nothing to bring home. Shall the arm go home?" };
      return add({ tool: "go_home", args: {} });
    case "wait":
      return action.amount.value > 0 && action.amount.value <= 60
        ? add({ tool: "wait", args: { seconds: action.amount.value } })
        : { ask: "How long shall I wait? More than 0 and at most 60 seconds." };
    case "speed":
      return action.scale === null
        ? { ask: "How fast? Say a share of full speed, above 0 % and at most 100 %." }
        : add({ tool: "set_speed", args: { scale: action.scale } });
    case "tool":
      if (action.byPronoun && !draft.toolIsIt)
        return { ask: `Shall I ${action.close ? "close" : "open"} the gripper?` };
      if (!action.close) draft.held = null;
      return add({ tool: "toggle_tool", args: { activate: action.close } });
    case "ask":
      return { ask: action.ask };
    default:
      return null;
  }
}
