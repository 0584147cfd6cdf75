// The two ways the pictures look at a cell, to one scale: from above with x up the page and y to the
// left (as standing behind the robot), and from its right side with x to the right and z up.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import type { Px } from "./svg.ts";

export interface Axis {
  readonly name: string;
  /** Index of the coordinate. */
  readonly of: 0 | 1 | 2;
  readonly minM: number;
  readonly maxM: number;
  /** Page position of a value on this axis. */
  toPx(valueM: number): number;
}

export interface View {
  readonly kind: "above" | "side";
  readonly title: string;
  readonly leftPx: number;
  readonly topPx: number;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pxPerM: number;
  readonly across: Axis;
  readonly up: Axis;
  toPx(point: Vec3): Px;
}

/** What of the cell is drawn, metres. */
export interface Window {
  readonly minM: Vec3;
  readonly maxM: Vec3;
}

const AROUND_M = 0.08;
/** Behind the base people stand, and zones with them: a little more is shown there. */
const BEHIND_M = 0.2;

export function windowOf({ workspace: { minM, maxM } }: Cell): Window {
  return {
    minM: [Math.min(minM[0], -0.1) - BEHIND_M, minM[1] - AROUND_M, Math.min(minM[2], 0) - AROUND_M],
    maxM: [maxM[0] + AROUND_M, maxM[1] + AROUND_M, maxM[2] + AROUND_M],
  };
}

export function viewFromAbove({ minM, maxM }: Window, pxPerM: number, leftPx: number, topPx: number): View {
  const across = axis("y (m), the arm's left", 1, minM, maxM, (y) => leftPx + (maxM[1] - y) * pxPerM);
  const up = axis("x (m), forward", 0, minM, maxM, (x) => topPx + (maxM[0] - x) * pxPerM);
  return viewOf("above", "From above", across, up, pxPerM, leftPx, topPx);
}

export function viewFromSide({ minM, maxM }: Window, pxPerM: number, leftPx: number, topPx: number): View {
  const across = axis("x (m), forward", 0, minM, maxM, (x) => leftPx + (x - minM[0]) * pxPerM);
  const up = axis("z (m), up", 2, minM, maxM, (z) => topPx + (maxM[2] - z) * pxPerM);
  return viewOf("side", "From its right side", across, up, pxPerM, leftPx, topPx);
}

function axis(name: string, of: 0 | 1 | 2, minM: Vec3, maxM: Vec3, toPx: (valueM: number) => number): Axis {
  return { name, of, minM: minM[of], maxM: maxM[of], toPx };
}

function viewOf(
  kind: View["kind"],
  title: string,
  across: Axis,
  up: Axis,
  pxPerM: number,
  leftPx: number,
  topPx: number,
): View {
  return {
    kind,
    title,
    leftPx,
    topPx,
    widthPx: (across.maxM - across.minM) * pxPerM,
    heightPx: (up.maxM - up.minM) * pxPerM,
    pxPerM,
    across,
    up,
    toPx: (point) => [across.toPx(point[across.of]), up.toPx(point[up.of])],
  };
}
