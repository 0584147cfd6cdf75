// Whether every joint stays in its range along a motion's curve, found at the curve's own extrema.
import type { Chain } from "./chain.ts";
import { curveThrough, pieceValues } from "./curve.ts";

export interface RangeBreach {
  /** 0-based. */
  readonly joint: number;
  readonly rad: number;
  readonly limitRad: number;
}

const TOLERANCE_RAD = 1e-6;

/** The worst breach, or `null`. A joint that starts just outside may move back in, not further out. */
export function jointRangeBreach(chain: Chain, points: readonly (readonly number[])[]): RangeBreach | null {
  const curve = curveThrough(points);
  const { dof, knots, coefficients } = curve;
  const q = new Float64Array(dof);
  let worst: RangeBreach | null = null;
  let worstRad = TOLERANCE_RAD;
  const start = points[0] ?? [];
  const look = (joint: number, rad: number): void => {
    const lower = Math.min(chain.lowerRad[joint]!, start[joint]!);
    const upper = Math.max(chain.upperRad[joint]!, start[joint]!);
    const outRad = Number.isFinite(rad) ? Math.max(lower - rad, rad - upper) : Number.POSITIVE_INFINITY;
    if (outRad <= worstRad) return;
    worstRad = outRad;
    worst = { joint, rad, limitRad: rad < lower ? chain.lowerRad[joint]! : chain.upperRad[joint]! };
  };
  for (let piece = 0; piece + 1 < knots.length; piece++) {
    const lengthS = knots[piece + 1]! - knots[piece]!;
    for (const s of [knots[piece]!, knots[piece + 1]!]) {
      pieceValues(curve, piece, s, q);
      for (let j = 0; j < dof; j++) look(j, q[j]!);
    }
    // Where the cubic's slope b + 2ch + 3dh² is zero, inside the piece.
    for (let j = 0; j < dof; j++) {
      const [b, c, d] = [1, 2, 3].map((k) => coefficients[(piece * dof + j) * 4 + k]!) as [number, number, number];
      for (const h of rootsOf(3 * d, 2 * c, b)) {
        if (!(h > 0 && h < lengthS)) continue;
        pieceValues(curve, piece, knots[piece]! + h, q);
        look(j, q[j]!);
      }
    }
  }
  return worst;
}

function rootsOf(a: number, b: number, c: number): number[] {
  if (Math.abs(a) < 1e-14) return Math.abs(b) < 1e-14 ? [] : [-c / b];
  const root = b * b - 4 * a * c;
  if (root < 0) return [];
  return [(-b + Math.sqrt(root)) / (2 * a), (-b - Math.sqrt(root)) / (2 * a)];
}
