// Whether the tool point and what it holds stay inside the cell's workspace along a motion.
import type { Cell } from "../contract/cell.ts";
import type { Vec3 } from "../contract/geometry.ts";
import { outsideWorkspaceM } from "./allowances.ts";
import { type Chain, toolPoseAt } from "./chain.ts";
import { type Curve, curveAt, curveOf, type Path } from "./curve.ts";
import { type ObjectSolid, solidsOf } from "./solids.ts";
import type { Held } from "./stages.ts";
import { composePose, transformPoint } from "./transform.ts";

export interface Breach {
  readonly reason: string;
  readonly outsideM: number;
}

/** Greatest joint travel between looks. At an arm's length of 1 m this is about 5 mm of the tool. */
const STEP_RAD = 0.005;
/** Measured and commanded states differ by this much at rest on a boundary. */
const TOLERANCE_M = 0.0005;

/** The worst breach along the motion, looked at densely; `null` when inside. A start outside may move in. */
export function workspaceBreach(cell: Cell, chain: Chain, path: Path, held: Held | null): Breach | null {
  const curve = curveOf(path);
  const q = new Float64Array(chain.dof);
  const steps = Math.max(1, Math.min(4000, Math.ceil(travelRad(curve) / STEP_RAD)));
  const corners = held === null ? [] : solidsOf(held.object, held.inTool).flatMap(cornersOf);
  let allowedM = 0;
  let worst: Breach | null = null;
  for (let k = 0; k <= steps; k++) {
    curveAt(curve, k / steps, q);
    const tool = toolPoseAt(chain, q);
    let outM = outsideWorkspaceM(cell, tool.xyzM);
    let what = "the tool point";
    let where: Vec3 = tool.xyzM;
    for (const corner of corners) {
      const point = transformPoint(tool, corner);
      const cornerOutM = outsideWorkspaceM(cell, point);
      if (cornerOutM > outM) [outM, what, where] = [cornerOutM, held?.object.id ?? what, point];
    }
    // Moving back in is allowed, further out is not.
    if (k === 0) allowedM = outM;
    if (outM > allowedM + TOLERANCE_M && outM > (worst?.outsideM ?? 0)) {
      const [x, y, z] = where.map((value) => value.toFixed(3));
      worst = {
        outsideM: outM,
        reason: `${what} would be ${(outM * 1000).toFixed(0)} mm outside the workspace at (${x}, ${y}, ${z}); choose a target inside it`,
      };
    }
  }
  return worst;
}

function travelRad(curve: Curve): number {
  const { knots, dof } = curve;
  const [from, to] = [new Float64Array(dof), new Float64Array(dof)];
  let sum = 0;
  curveAt(curve, 0, from);
  for (let k = 1; k < knots.length; k++) {
    curveAt(curve, knots[k]!, to);
    sum += Math.max(...to.map((rad, j) => Math.abs(rad - from[j]!)));
    from.set(to);
  }
  return sum;
}

function cornersOf({ shape, pose }: ObjectSolid): Vec3[] {
  const half: Vec3 =
    shape.kind === "box"
      ? [shape.sizeM[0] / 2, shape.sizeM[1] / 2, shape.sizeM[2] / 2]
      : [shape.radiusM, shape.radiusM, shape.heightM / 2];
  const corners: Vec3[] = [];
  for (const x of [-half[0], half[0]])
    for (const y of [-half[1], half[1]])
      for (const z of [-half[2], half[2]])
        corners.push(composePose(pose, { xyzM: [x, y, z], quatXyzw: [0, 0, 0, 1] }).xyzM);
  return corners;
}
