// Whether every joint stays where it can be driven along a motion's curve, found at the curve's own extrema.
import type { Chain } from "./chain.ts";
import { curveOf, type Path, pieceValues } from "./curve.ts";

export interface RangeBreach {
  /** 0-based. */
  readonly joint: number;
  readonly rad: number;
  readonly limitRad: number;
  /** Inside its range, but nearer to the end than its speed limit lets it be driven (velocity-bounds.ts). */
  readonly isUndrivable: boolean;
}

const TOLERANCE_RAD = 1e-6;

/** The worst breach, or `null`. A joint that starts just outside may move back in, not further out. */
export function jointRangeBreach(chain: Chain, path: Path): RangeBreach | null {
  const curve = curveOf(path);
  const { dof, knots, coefficients } = curve;
  const q = new Float64Array(dof);
  let worst: RangeBreach | null = null;
  let worstRad = TOLERANCE_RAD;
  const start = new Float64Array(dof);
  pieceValues(curve, 0, 0, start);
  const look = (joint: number, rad: number): void => {
    const lower = Math.min(chain.lowerRad[joint]!, start[joint]!);
    const upper = Math.max(chain.upperRad[joint]!, start[joint]!);
    const outRad = Number.isFinite(rad) ? Math.max(lower - rad, rad - upper) : Number.POSITIVE_INFINITY;
    if (outRad <= worstRad) return;
    worstRad = outRad;
    const { limits } = chain.robot.joints[joint]!;
    const [rangeRad, drivenRad] =
      rad < lower ? [limits.lowerRad, chain.lowerRad[joint]!] : [limits.upperRad, chain.upperRad[joint]!];
    const isUndrivable = rad >= limits.lowerRad && rad <= limits.upperRad;
    worst = { joint, rad, limitRad: isUndrivable ? drivenRad : rangeRad, isUndrivable };
  };
  const turn = (piece: number, joint: number, h: number, lengthS: number): void => {
    if (!(h > 0 && h < lengthS)) return;
    pieceValues(curve, piece, knots[piece]! + h, q);
    look(joint, q[joint]!);
  };
  for (let piece = 0; piece + 1 < knots.length; piece++) {
    const lengthS = knots[piece + 1]! - knots[piece]!;
    for (const s of [knots[piece]!, knots[piece + 1]!]) {
      pieceValues(curve, piece, s, q);
      for (let j = 0; j < dof; j++) look(j, q[j]!);
    }
    // Where the cubic's slope b + 2ch + 3dh² is zero, inside the piece.
    for (let j = 0; j < dof; j++) {
      const at = (piece * dof + j) * 4;
      const b = coefficients[at + 1]!;
      const c = coefficients[at + 2]!;
      const d = coefficients[at + 3]!;
      const root = Math.sqrt(c * c - 3 * b * d);
      if (!(root >= 0)) continue;
      const far = c < 0 ? root - c : -root - c;
      turn(piece, j, far / (3 * d), lengthS);
      turn(piece, j, b / far, lengthS);
    }
  }
  return worst;
}
