// Whether the tool point and what it holds stay inside the cell's workspace along a motion.
import type { Cell } from "../contract/cell.ts";
import type { Vec3 } from "../contract/geometry.ts";
import { pointLeversOf } from "./arm-points.ts";
import { type Chain, toolFrameAt } from "./chain.ts";
import { type Curve, curveAt, curveOf, type Path, pieceValues } from "./curve.ts";
import { poseOfFrame } from "./frame.ts";
import { type ObjectSolid, solidsOf } from "./solids.ts";
import type { Held } from "./stages.ts";
import { composePose, transformPoint } from "./transform.ts";

export interface Breach {
  readonly reason: string;
  readonly outsideM: number;
}

/** Where a breach is known, how many looks tell which is the worst; only the message hangs on it. */
const LOOKS = 400;
/** Measured and commanded states differ by this much at rest on a boundary. */
const TOLERANCE_M = 0.0005;
/** Intervals over which nothing moves more than this are as good as a point: well inside the tolerance. */
const RESOLUTION_M = 1e-4;
const DEEPEST = 40;

/** The worst breach along the motion; `null` when inside all the way, between looks too. A start outside may move in. */
export function workspaceBreach(cell: Cell, chain: Chain, path: Path, held: Held | null): Breach | null {
  const curve = curveOf(path);
  const ruler = rulerOf(cell, chain, held);
  const q = new Float64Array(chain.dof);
  curveAt(curve, 0, q);
  const allowedM = Math.max(0, ruler.outsideM(q)) + TOLERANCE_M;
  const breachS = firstOutside(curve, ruler, allowedM);
  if (breachS === null) return null;
  let [worstS, worstM] = [breachS, Number.NEGATIVE_INFINITY];
  for (let k = -1; k <= LOOKS; k++) {
    const s = k < 0 ? breachS : k / LOOKS;
    curveAt(curve, s, q);
    const outM = ruler.outsideM(q);
    if (outM > worstM) [worstS, worstM] = [s, outM];
  }
  curveAt(curve, worstS, q);
  const outsideM = Math.max(0, ruler.outsideM(q));
  const [x, y, z] = ruler.where().map((value) => value.toFixed(3));
  return {
    outsideM,
    reason: `${ruler.what()} would be ${(outsideM * 1000).toFixed(0)} mm outside the workspace at (${x}, ${y}, ${z}); choose a target inside it`,
  };
}

/** Whether single configurations are inside; unlike a motion, none may be outside because it starts there. */
export function insideWorkspace(cell: Cell, chain: Chain, held: Held | null): (q: ArrayLike<number>) => boolean {
  const ruler = rulerOf(cell, chain, held);
  return (q) => ruler.outsideM(q) <= TOLERANCE_M;
}

/** The first s at which it cannot be proven that no more than `allowedM` is outside. Bisects with a bound on the motion. */
function firstOutside(curve: Curve, ruler: Ruler, allowedM: number): number | null {
  const { dof } = curve;
  const [q, d1, d2] = [new Float64Array(dof), new Float64Array(dof), new Float64Array(dof)];
  const visit = (piece: number, a: number, b: number, depth: number): number | null => {
    const s = (a + b) / 2;
    const half = (b - a) / 2;
    pieceValues(curve, piece, s, q, d1, d2);
    let moveM = 0;
    for (let j = 0; j < dof; j++) {
      const third = Math.abs(6 * curve.coefficients[(piece * dof + j) * 4 + 3]!);
      const travel = half * (Math.abs(d1[j]!) + half * (Math.abs(d2[j]!) / 2 + (half * third) / 6));
      moveM += ruler.levers[j]! * travel;
    }
    const outM = ruler.outsideM(q);
    if (outM + moveM <= allowedM) return null;
    if (!(outM <= allowedM)) return s;
    if (moveM < RESOLUTION_M || depth === DEEPEST) return null;
    return visit(piece, a, s, depth + 1) ?? visit(piece, s, b, depth + 1);
  };
  for (let piece = 0; piece + 1 < curve.knots.length; piece++) {
    const found = visit(piece, curve.knots[piece]!, curve.knots[piece + 1]!, 0);
    if (found !== null) return found;
  }
  return null;
}

/** Measures how far out the tool point or what it holds is; negative inside, where it may be too little but never too much. */
interface Ruler {
  readonly levers: Float64Array;
  outsideM(q: ArrayLike<number>): number;
  /** Of the last measurement: what was furthest out, and where. */
  what(): string;
  where(): Vec3;
}

function rulerOf(cell: Cell, chain: Chain, held: Held | null): Ruler {
  const { minM, maxM } = cell.workspace;
  const corners = held === null ? [] : solidsOf(held.object, held.inTool).flatMap(cornersOf);
  const reachM = Math.max(0, ...corners.map((corner) => Math.hypot(...corner)));
  const frames = new Float64Array(chain.frameCount * 12 + 12);
  const tool = chain.frameCount * 12;
  let [what, where]: [string, Vec3] = ["the tool point", [0, 0, 0]];
  const outM = (x: number, y: number, z: number): number =>
    Math.max(minM[0] - x, x - maxM[0], minM[1] - y, y - maxM[1], minM[2] - z, z - maxM[2]);
  return {
    levers: pointLeversOf(chain).map((lever) => lever + reachM),
    outsideM(q) {
      toolFrameAt(chain, q, frames, tool);
      const [x, y, z] = [frames[tool + 3]!, frames[tool + 7]!, frames[tool + 11]!];
      let most = outM(x, y, z);
      what = "the tool point";
      where = [x, y, z];
      // No corner can be out while the tool point is further in than the farthest of them.
      if (corners.length === 0 || most + reachM <= 0) return most + reachM;
      const pose = poseOfFrame(frames, tool);
      for (const corner of corners) {
        const point = transformPoint(pose, corner);
        const out = outM(...point);
        if (out > most) [most, what, where] = [out, held?.object.id ?? what, point];
      }
      return most;
    },
    what: () => what,
    where: () => where,
  };
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
