// Writes a whole cell as one MJCF text: arm, table, containers, boards and movable objects, with the
// contact sensors that the world reads. Zones are rules, not matter, and do not appear.
import type { Cell, CellObject, ObjectShape } from "../kernel/contract/cell.ts";
import { IDENTITY_POSE, type PlacedShape, type Shape, type Vec3 } from "../kernel/contract/geometry.ts";
import { fingersOf } from "../kernel/contract/gripper.ts";
import { fingerCoupling } from "./mjcf-gripper.ts";
import {
  fingerBody,
  fingerTouchSensor,
  linkBody,
  objectBody,
  objectTouchSensor,
  padGeom,
  padTouchSensor,
  robotTouchSensor,
  SIDES,
  TABLE,
} from "./mjcf-names.ts";
import { allowedPairs, robotActuators, robotBody, robotMeshes } from "./mjcf-robot.ts";
import { element, placed, solid } from "./mjcf-xml.ts";

/** source: grasping trials. Euler integration, soft pads and pyramidal cones let objects slip. */
const OPTION = {
  timestep: 0.002,
  integrator: "implicitfast",
  solver: "Newton",
  cone: "elliptic",
  impratio: 10,
} as const;
const GEOM = { condim: 3, friction: [0.5, 0.005, 0.0001], solref: [0.01, 1] } as const;
/** MuJoCo's default arena is 15 MB a model; the default cell uses under 0.3 MB of it. */
const ARENA = "4M";

/** Complete MJCF text; loading it needs no other file. */
export function mjcfOf(cell: Cell): string {
  const { robot } = cell;
  return element("mujoco", { model: cell.name }, [
    element("compiler", { angle: "radian", autolimits: "true" }),
    element("size", { memory: ARENA }),
    element("option", OPTION, [element("flag", { multiccd: "enable", sleep: "enable" })]),
    element("default", {}, [element("geom", GEOM)]),
    ...robotMeshes(robot),
    element("worldbody", {}, [
      element("geom", { name: TABLE, type: "plane", size: [2, 2, 0.1] }),
      robotBody(robot, cell.base),
      ...cell.objects.map(objectElement),
    ]),
    ...fingerCoupling(robot.gripper),
    allowedPairs(robot),
    robotActuators(robot),
    contactSensors(cell),
  ]);
}

export const isMovable = (object: CellObject): boolean => !object.isStatic && object.massKg !== null;

interface ObjectPart {
  readonly part: string;
  readonly solid: PlacedShape & { readonly shape: Extract<Shape, { kind: "box" | "cylinder" }> };
}

/** What an object is made of, each part in the object's own frame. The floor or the solid itself comes first. */
export function partsOf(shape: ObjectShape): readonly ObjectPart[] {
  switch (shape.kind) {
    case "box":
    case "cylinder":
      return [{ part: "body", solid: { shape, pose: IDENTITY_POSE } }];
    case "board": {
      const [x, y, z] = shape.sizeM;
      return [{ part: "body", solid: slab([x, y, z], [0, 0, shape.topZM - z / 2]) }];
    }
    case "open_box": {
      const [x, y, z] = shape.sizeM;
      const wall = shape.wallM;
      const height = z - wall;
      const middle = wall + height / 2;
      return [
        { part: "floor", solid: slab([x, y, wall], [0, 0, wall / 2]) },
        { part: "wall_x_max", solid: slab([wall, y, height], [(x - wall) / 2, 0, middle]) },
        { part: "wall_x_min", solid: slab([wall, y, height], [(wall - x) / 2, 0, middle]) },
        { part: "wall_y_max", solid: slab([x - 2 * wall, wall, height], [0, (y - wall) / 2, middle]) },
        { part: "wall_y_min", solid: slab([x - 2 * wall, wall, height], [0, (wall - y) / 2, middle]) },
      ];
    }
  }
}

const slab = (sizeM: Vec3, xyzM: Vec3): ObjectPart["solid"] => ({
  shape: { kind: "box", sizeM },
  pose: { xyzM, quatXyzw: [0, 0, 0, 1] },
});

function objectElement(object: CellObject): string {
  const parts = partsOf(object.shape);
  const volumes = parts.map(({ solid: { shape } }) => volumeM3(shape));
  const whole = volumes.reduce((sum, volume) => sum + volume, 0);
  const massKg = isMovable(object) ? object.massKg : null;
  const geoms = parts.map(({ part, solid: shape }, i) =>
    element("geom", {
      ...solid(`${objectBody(object.id)}/${part}`, shape),
      mass: massKg === null ? undefined : (massKg * volumes[i]!) / whole,
    }),
  );
  const joint = massKg === null ? [] : [element("freejoint", { name: objectBody(object.id) })];
  return element("body", { name: objectBody(object.id), ...placed(object.startPose) }, [...joint, ...geoms]);
}

function volumeM3(shape: ObjectPart["solid"]["shape"]): number {
  switch (shape.kind) {
    case "box":
      return shape.sizeM[0] * shape.sizeM[1] * shape.sizeM[2];
    case "cylinder":
      return Math.PI * shape.radiusM ** 2 * shape.heightM;
  }
}

/** Counts that tell in one read whether any contact is out of the ordinary, and the pads' forces. */
function contactSensors({ robot, objects }: Cell): string {
  const count = { num: 1, data: "found" };
  const root = linkBody(robot.links[0]!.name);
  const fingers = fingersOf(robot.gripper);
  const ofObject = ({ id }: CellObject): string[] => {
    const body2 = objectBody(id);
    return [
      element("contact", { name: objectTouchSensor(id), body1: body2, ...count }),
      ...fingers.map(({ side, link }) =>
        element("contact", { name: fingerTouchSensor(side, id), body1: fingerBody(side, link.name), body2, ...count }),
      ),
      ...SIDES.map((side) =>
        element("contact", {
          name: padTouchSensor(side, id),
          geom1: padGeom(side),
          body2,
          num: 1,
          reduce: "netforce",
          data: "found force",
        }),
      ),
    ];
  };
  return element("sensor", {}, [
    element("contact", { name: robotTouchSensor, subtree1: root, ...count }),
    ...objects.filter(isMovable).flatMap(ofObject),
  ]);
}
