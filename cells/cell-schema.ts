// The strict shape of a cell file: every key names its unit, nothing extra is let through and nothing
// is coerced. Ranges here are those that make sense for any cell; what depends on the arm is judged
// in cell-faults.ts.
import { z } from "zod";

const M = "must be a number in metres";
const metres = z.number(M).min(-100).max(100);
const positiveM = z.number(M).gt(0).max(100);
const notNegativeM = z.number(M).min(0).max(10);
const degrees = z.number("must be a number in degrees").min(-360).max(360);
const point = z.tuple([metres, metres, metres], "must be three numbers [x, y, z] in metres");
const size = z.tuple([positiveM, positiveM, positiveM], "must be three sizes [x, y, z] in metres, each above 0");
const anglesDeg = z.tuple([degrees, degrees, degrees], "must be three angles [roll, pitch, yaw] in degrees");
const flag = z.boolean("must be true or false");
const NAME = /^[A-Za-z][\w-]{0,63}$/;
const name = z
  .string("must be a name")
  .regex(NAME, "must be a name: a letter, then at most 63 letters, digits, _ or -");

const solid = z
  .strictObject({
    box: z.strictObject({ center_m: point, size_m: size }).optional(),
    sphere: z.strictObject({ center_m: point, radius_m: positiveM }).optional(),
  })
  .refine((shape) => Object.keys(shape).length === 1, "must be exactly one of box and sphere");

const seconds = z.number("must be a number in seconds").min(0);
const milliseconds = z.number("must be a number in milliseconds").min(0).max(60_000);
const speed = z.number("must be a number in metres per second").gt(0).max(10);

/** How a tracked thing moves in simulation. */
const walk = z.strictObject({
  points: z
    .array(z.strictObject({ at_s: seconds.max(86_400), center_m: point }))
    .min(1)
    .max(1000),
  repeats: flag.optional(),
  period_ms: milliseconds.gt(0).optional(),
  latency_ms: milliseconds.optional(),
  jitter_ms: milliseconds.optional(),
  lost_share: z.number("must be a number").min(0).max(1).optional(),
});

const trackedShape = z
  .strictObject({
    sphere: z.strictObject({ radius_m: positiveM }).optional(),
    capsule: z.strictObject({ radius_m: positiveM, height_m: positiveM }).optional(),
    cylinder: z.strictObject({ radius_m: positiveM, height_m: positiveM }).optional(),
  })
  .refine((shape) => Object.keys(shape).length === 1, "must be exactly one of sphere, capsule and cylinder");

const zone = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({ name, kind: z.literal("keep_out"), shape: solid }),
    z.strictObject({
      name,
      kind: z.literal("reduced_speed"),
      max_tcp_speed_m_s: speed,
      shape: solid,
    }),
    z.strictObject({
      name,
      kind: z.literal("tracked"),
      shape: trackedShape,
      topic: z.string("must be a topic's name").min(1).max(200),
      stale_ms: milliseconds.gt(0),
      sim: walk.optional(),
    }),
  ],
  "must be keep_out, reduced_speed or tracked",
);

/** The terms of S_p = S_h + S_r + S_s + C + Z_d + Z_r that are not measured (docs/separation.md). */
const separation = z.strictObject({
  human_speed_m_s: speed.optional(),
  reaction_s: seconds.max(5),
  stopping_s: seconds.gt(0).max(10).optional(),
  intrusion_m: notNegativeM,
  sensor_uncertainty_m: notNegativeM,
  robot_uncertainty_m: notNegativeM,
  resume_after_s: seconds.max(600),
  wait_at_most_s: seconds.gt(0).max(86_400).optional(),
});

const torque = z.number("must be a number in newton metres").gt(0).max(10_000);
const force = z
  .strictObject({
    external_torque_nm: z.array(torque).min(1).max(16).optional(),
    external_force_n: z.number("must be a number in newtons").gt(0).max(10_000).optional(),
    transient_factor: z.number("must be a number").min(1).max(10).optional(),
    transient_s: seconds.max(5).optional(),
  })
  .refine(
    (limits) => limits.external_torque_nm !== undefined || limits.external_force_n !== undefined,
    "must hold external_torque_nm, external_force_n, or both",
  );

const objectShape = z
  .strictObject({
    box: z.strictObject({ size_m: size }).optional(),
    cylinder: z.strictObject({ radius_m: positiveM, height_m: positiveM }).optional(),
    open_box: z.strictObject({ size_m: size, wall_m: positiveM }).optional(),
    board: z.strictObject({ size_m: size, top_z_m: positiveM }).optional(),
  })
  .refine((shape) => Object.keys(shape).length === 1, "must be exactly one of box, cylinder, open_box and board");

const object = z.strictObject({
  id: name,
  kind: name,
  color: name.optional(),
  shape: objectShape,
  at_m: point,
  yaw_deg: degrees.optional(),
  mass_kg: z.number("must be a number in kilograms").gt(0).max(1000).optional(),
  container: flag.optional(),
  static: flag.optional(),
});

const ROBOT_FILE = /^(\.{1,2})?\/[^\0]{1,500}\.(json|yaml|yml)$/;
/** A description beside the cell begins with ./, ../ or /, so that no name can be taken for one. */
export const isRobotFile = (robot: string): boolean => ROBOT_FILE.test(robot);

export const CELL_SCHEMA = z.strictObject({
  name,
  robot: z
    .string("must be a name")
    .refine((text) => NAME.test(text) || isRobotFile(text), "must be an arm's name, or a file such as ./my-arm.json"),
  base: z.strictObject({ xyz_m: point, rpy_deg: anglesDeg }),
  /** One of the robot's named homes, or joint angles of its own. */
  home: z.union([
    name,
    z.strictObject({ joints_rad: z.array(z.number("must be a number in radians").min(-10).max(10)).min(1).max(16) }),
  ]),
  driver: z.strictObject({ kind: z.literal("sim", "must be sim") }),
  limits: z.strictObject({
    tcp_speed_m_s: speed,
    joint_scale: z.number("must be a number").gt(0).max(1),
    payload_kg: z.number("must be a number in kilograms").min(0).max(1000),
    clearance_m: notNegativeM,
    support_clearance_m: notNegativeM,
    drop_m: notNegativeM,
    emergency_stop_category: z.union([z.literal(0), z.literal(1)], "must be 0 or 1").optional(),
  }),
  gripper: z.strictObject({
    stroke_m: positiveM,
    force_n: z.number("must be a number in newtons").gt(0).max(10_000),
    starts: z.enum(["open", "closed"], "must be open or closed"),
  }),
  jog: z.strictObject({
    step_m: positiveM,
    slight_m: positiveM,
    step_deg: z.number("must be a number in degrees").gt(0).max(180),
  }),
  workspace: z.strictObject({ min_m: point, max_m: point }),
  zones: z.array(zone, "must be a list of zones").max(100),
  separation: separation.optional(),
  force: force.optional(),
  objects: z.array(object, "must be a list of objects").max(200),
});

export type CellFile = z.infer<typeof CELL_SCHEMA>;
export type ObjectEntry = CellFile["objects"][number];
