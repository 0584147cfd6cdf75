// The tools that anyone may propose: names, strict schemas, units and risk. Nothing is coerced and
// nothing extra is let through. Degrees exist only here; inside, everything is radians.
import { z } from "zod";

const metres = z.number().min(-100).max(100);
const degrees = z.number().min(-360).max(360);
const jogM = z.number().min(-0.1).max(0.1);
const jogDeg = z.number().min(-15).max(15);
const objectId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w-]+$/, "must be an object id such as red_cube");

export const RELATIONS = ["on", "in", "left_of", "right_of", "in_front_of", "behind"] as const;
export type Relation = (typeof RELATIONS)[number];

const waypoint = z.strictObject({ x: metres, y: metres, z: metres, theta: degrees.optional() });

/** `via`: a point on the way to this waypoint, which makes it an arc of a circle. */
const pathWaypoint = waypoint.extend({ via: z.strictObject({ x: metres, y: metres, z: metres }).optional() });

const jointMove = z
  .strictObject({
    joint: z.union([z.number().int().min(1).max(64), z.string().min(1).max(64)]),
    to_deg: degrees.optional(),
    by_deg: degrees.optional(),
  })
  .refine((j) => (j.to_deg === undefined) !== (j.by_deg === undefined), "needs exactly one of to_deg and by_deg");

/** How much harm a call can do; the confidence gate's base thresholds hang on it. */
export type Risk = "read" | "free" | "contact" | "irreversible" | "stop";

interface ToolSpec<S extends z.ZodType> {
  readonly summary: string;
  readonly risk: Risk;
  readonly args: S;
}

const tool = <S extends z.ZodType>(risk: Risk, summary: string, args: S): ToolSpec<S> => ({ risk, summary, args });

export const TOOLS = {
  move_to: tool(
    "free",
    "Move the tool point to x, y, z (m), pointing straight down; theta (deg) is its yaw.",
    waypoint,
  ),
  move_relative: tool(
    "free",
    "Move the tool point in a straight line by dx, dy, dz (m) and turn it by dtheta (deg).",
    z
      .strictObject({ dx: metres.optional(), dy: metres.optional(), dz: metres.optional(), dtheta: degrees.optional() })
      .refine((a) => Object.values(a).some((v) => v !== undefined), "needs at least one of dx, dy, dz, dtheta"),
  ),
  move_joints: tool(
    "free",
    "Turn joints to or by an angle (deg); joints are 1-based or named.",
    z
      .strictObject({ joints: z.array(jointMove).min(1).max(64) })
      .refine((a) => new Set(a.joints.map((j) => String(j.joint))).size === a.joints.length, "names a joint twice"),
  ),
  follow_path: tool(
    "free",
    "Move the tool point in straight lines (arcs where via is given) through waypoints x, y, z (m), corners rounded by at most blend_m; never rerouted.",
    z.strictObject({
      waypoints: z.array(pathWaypoint).min(1).max(200),
      blend_m: z.number().gt(0).max(0.5).optional(),
    }),
  ),
  pick: tool("contact", "Grasp an object from above and lift it.", z.strictObject({ object: objectId })),
  place: tool(
    "contact",
    "Put down what is held: relative to a target, or with its centre at x, y, z (m) at release.",
    z.union([
      z.strictObject({ target: objectId, relation: z.enum(RELATIONS) }),
      z.strictObject({ x: metres, y: metres, z: metres }),
    ]),
  ),
  toggle_tool: tool("contact", "Close (true) or open (false) the gripper.", z.strictObject({ activate: z.boolean() })),
  go_home: tool("free", "Move to the cell's home.", z.strictObject({})),
  wait: tool(
    "free",
    "Stand still for this many seconds (at most 60).",
    z.strictObject({ seconds: z.number().min(0).max(60) }),
  ),
  set_speed: tool("free", "Scale speed, in (0, 1].", z.strictObject({ scale: z.number().gt(0).max(1) })),
  jog: tool(
    "free",
    "While a key is held: move the tool point by dx, dy, dz (m) and dtheta (deg), or one joint by by_deg; the operator's alone.",
    z.union([
      z
        .strictObject({ dx: jogM.optional(), dy: jogM.optional(), dz: jogM.optional(), dtheta: jogDeg.optional() })
        .refine((a) => Object.values(a).some((v) => v !== undefined), "needs at least one of dx, dy, dz, dtheta"),
      z.strictObject({ joint: z.union([z.number().int().min(1).max(64), z.string().min(1).max(64)]), by_deg: jogDeg }),
    ]),
  ),
  get_status: tool("read", "Where the arm is and what it holds.", z.strictObject({})),
  get_camera_feed: tool("read", "A picture of the cell.", z.strictObject({ view: z.enum(["cockpit", "operator"]) })),
  list_objects: tool("read", "The objects in the cell and where they are.", z.strictObject({})),
  emergency_stop: tool(
    "stop",
    "Latch the emergency stop; only a person can release it.",
    z.strictObject({ reason: z.string().max(500).optional() }),
  ),
} as const;

export type ToolName = keyof typeof TOOLS;
export type ToolArgs<N extends ToolName> = z.infer<(typeof TOOLS)[N]["args"]>;
export type ToolCall = { [N in ToolName]: { readonly tool: N; readonly args: Readonly<ToolArgs<N>> } }[ToolName];

export const TOOL_NAMES = Object.keys(TOOLS) as ToolName[];

const isToolName = (name: string): name is ToolName => Object.hasOwn(TOOLS, name);

export interface SchemaFault {
  readonly code: "E_SCHEMA" | "E_UNKNOWN_TOOL";
  readonly reason: string;
}

export type ParsedCall =
  | { readonly ok: true; readonly call: ToolCall }
  | { readonly ok: false; readonly fault: SchemaFault };

/** Reads `{tool, args}` as proposed by anyone. Refusals are values; this never throws. */
export function parseToolCall(value: unknown): ParsedCall {
  const refuse = (code: SchemaFault["code"], reason: string): ParsedCall => ({ ok: false, fault: { code, reason } });
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return refuse("E_SCHEMA", "a tool call must be an object {tool, args}");
  }
  const extra = Object.keys(value).filter((key) => key !== "tool" && key !== "args");
  if (extra.length > 0) return refuse("E_SCHEMA", `a tool call has only tool and args, not ${shown(extra.join(", "))}`);
  const { tool: name, args } = value as { tool?: unknown; args?: unknown };
  if (typeof name !== "string") return refuse("E_SCHEMA", "tool must be a string");
  if (!isToolName(name)) return refuse("E_UNKNOWN_TOOL", `no tool ${shown(name)}; there are ${TOOL_NAMES.join(", ")}`);
  if (typeof args === "object" && args !== null && Object.hasOwn(args, "__proto__")) {
    return refuse("E_SCHEMA", `${name}: unrecognized key "__proto__"`);
  }
  const parsed = TOOLS[name].args.safeParse(args);
  if (!parsed.success) {
    const issue = deepest(parsed.error.issues);
    const at = issue.path.length > 0 ? ` at ${shown(issue.path.join("."))}` : "";
    return refuse("E_SCHEMA", `${name}${at}: ${shown(issue.message)}`);
  }
  return { ok: true, call: { tool: name, args: parsed.data } as ToolCall };
}

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** A union fails with one message for all members; the member that came furthest tells the most. */
function deepest(
  issues: readonly (Issue & { readonly code?: string; readonly errors?: readonly (readonly Issue[])[] })[],
): Issue {
  const first = issues[0];
  if (first === undefined) return { path: [], message: "does not fit its schema" };
  const members = first.errors?.filter((member) => member.length > 0) ?? [];
  const fewest = members.toSorted((a, b) => a.length - b.length)[0]?.[0];
  if (fewest === undefined) return first;
  const inner = deepest([fewest]);
  return { path: [...first.path, ...inner.path], message: inner.message };
}

/** Cuts foreign text to a length fit for messages and logs. */
const shown = (text: string): string => (text.length > 120 ? `${text.slice(0, 117)}…` : text);
