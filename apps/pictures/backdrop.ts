// What stands still behind the objects: ground, grid with axes, reach, zones and workspace.
import { stretchOf } from "../../cells/reach.ts";
import type { Cell, Zone } from "../../kernel/contract/cell.ts";
import type { Vec3 } from "../../kernel/contract/geometry.ts";
import { ARM, INK, KEEP_OUT, REACH, REDUCED, TABLE_EDGE, TABLE_FILL, WORKSPACE } from "./palette.ts";
import { type Box, boxOf, clipped, type LabelPlacer } from "./place-labels.ts";
import { circle, element, label, line, type Px, polygon, rect } from "./svg.ts";
import type { Axis, View } from "./view.ts";

export const boundsOf = (view: View): Box => ({
  left: view.leftPx,
  top: view.topPx,
  right: view.leftPx + view.widthPx,
  bottom: view.topPx + view.heightPx,
});

/** The hatchings that zones are filled with; once a document. */
export function zonePatterns(): string {
  const pattern = (id: string, color: string, angle: number): string =>
    element(
      "pattern",
      { id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: `rotate(${angle})` },
      rect(0, 0, 7, 7, { fill: color, "fill-opacity": 0.07 }),
      line([0, 0], [0, 7], { stroke: color, "stroke-width": 2, "stroke-opacity": 0.45 }),
    );
  return element("defs", {}, pattern("keep-out", KEEP_OUT, 45), pattern("reduced-speed", REDUCED, -45));
}

export function ground(view: View): string {
  const { left, top, right, bottom } = boundsOf(view);
  if (view.kind === "above") return rect(left, top, right - left, bottom - top, { fill: TABLE_FILL });
  const table = view.up.toPx(0);
  return (
    rect(left, table, right - left, bottom - table, { fill: TABLE_FILL }) +
    line([left, table], [right, table], { stroke: TABLE_EDGE, "stroke-width": 2 })
  );
}

/** A line every 0.1 m. */
export function grid(view: View): string {
  const { left, top, right, bottom } = boundsOf(view);
  const style = (tenths: number) => ({ stroke: tenths === 0 ? INK.frame : INK.grid, "stroke-width": 1 });
  const at = (axis: Axis, tenths: number): number => axis.toPx(tenths / 10);
  const upright = tenthsOf(view.across).map((t) =>
    line([at(view.across, t), top], [at(view.across, t), bottom], style(t)),
  );
  const level = tenthsOf(view.up).map((t) => line([left, at(view.up, t)], [right, at(view.up, t)], style(t)));
  return [...upright, ...level].join("");
}

/** Border, title, axis names and a number every 0.2 m. */
export function frame(view: View): string {
  const { left, top, right, bottom } = boundsOf(view);
  const name = { "font-size": 11, fill: INK.text, "text-anchor": "middle" };
  const number = { "font-size": 10, fill: INK.quiet };
  const even = (axis: Axis): number[] => tenthsOf(axis).filter((tenths) => tenths % 2 === 0);
  const text = (tenths: number): string => (tenths / 10).toFixed(1);
  const acrossNumbers = even(view.across).map((t) =>
    label([view.across.toPx(t / 10), bottom + 14], text(t), { ...number, "text-anchor": "middle" }),
  );
  const upNumbers = even(view.up).map((t) =>
    label([left - 5, view.up.toPx(t / 10) + 3.5], text(t), { ...number, "text-anchor": "end" }),
  );
  const middleY = (top + bottom) / 2;
  const across = view.kind === "above" ? `← ${view.across.name}` : `${view.across.name} →`;
  return [
    rect(left, top, right - left, bottom - top, { fill: "none", stroke: INK.frame }),
    ...acrossNumbers,
    ...upNumbers,
    label([(left + right) / 2, bottom + 30], across, name),
    label([left - 32, middleY], `${view.up.name} →`, { ...name, transform: `rotate(-90 ${left - 32} ${middleY})` }),
    label([left, top - 8], view.title, { "font-size": 13, "font-weight": 600, fill: INK.text }),
  ].join("");
}

function tenthsOf(axis: Axis): number[] {
  const first = Math.ceil(axis.minM * 10 - 1e-6);
  const last = Math.floor(axis.maxM * 10 + 1e-6);
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** The base, and how far the tool could reach at most while it points straight down. */
export function reach(cell: Cell, view: View): string {
  const { fromM, armM, toolM } = stretchOf(cell);
  const centre: Vec3 = [fromM[0], fromM[1], fromM[2] - toolM];
  const around = circle(view.toPx(centre), armM * view.pxPerM, {
    fill: "none",
    stroke: REACH,
    "stroke-width": 1.2,
    "stroke-dasharray": "2 4",
  });
  const base = view.toPx(cell.base.xyzM);
  const half = 0.07 * view.pxPerM;
  const style = { fill: "#d5dbe1", stroke: ARM, "stroke-width": 1.2 };
  const foot =
    view.kind === "above" ? circle(base, half, style) : rect(base[0] - half, base[1] - 10, 2 * half, 10, style);
  return around + foot;
}

export function zones(cell: Cell, view: View): string {
  return cell.zones
    .map((zone) => {
      const style = zoneStyle(zone);
      const { shape, centreM } = zone.solid;
      if (shape.kind === "sphere") return circle(view.toPx(centreM), shape.radiusM * view.pxPerM, style);
      return polygon(zoneCorners(zone, view), style);
    })
    .join("");
}

/** Labels of other things keep off small zones, where they would be hard to read. */
export function avoidZones(cell: Cell, view: View, labels: LabelPlacer): void {
  for (const zone of cell.zones) {
    if (zone.solid.shape.kind === "sphere") labels.avoid(boxOf(zoneCorners(zone, view)), 1);
  }
}

export function zoneLabels(cell: Cell, view: View, labels: LabelPlacer): string {
  const bounds = boundsOf(view);
  return cell.zones
    .map((zone) => {
      const box = clipped(boxOf(zoneCorners(zone, view)), bounds);
      if (box === null) return "";
      const where = zone.solid.shape.kind === "sphere" ? "beside" : "inside";
      const speed = zone.kind === "reduced_speed" ? ` (≤ ${zone.maxToolSpeedMPerS} m/s)` : " (keep out)";
      const fill = zone.kind === "keep_out" ? KEEP_OUT : REDUCED;
      return labels.place(`${zone.name}${speed}`, box, where, { fill, "font-weight": 600 });
    })
    .join("");
}

export function workspace({ workspace: { minM, maxM } }: Cell, view: View): string {
  const corners = [minM, maxM].map((corner) => view.toPx(corner));
  const { left, top, right, bottom } = boxOf(corners);
  const style = { fill: "none", stroke: WORKSPACE, "stroke-width": 1.4, "stroke-dasharray": "8 5" };
  return rect(left, top, right - left, bottom - top, style);
}

const zoneStyle = (zone: Zone): Record<string, string | number> =>
  zone.kind === "keep_out"
    ? { fill: "url(#keep-out)", stroke: KEEP_OUT, "stroke-width": 1.5 }
    : { fill: "url(#reduced-speed)", stroke: REDUCED, "stroke-width": 1.2 };

function zoneCorners({ solid: { shape, centreM } }: Zone, view: View): Px[] {
  const half =
    shape.kind === "box" ? shape.sizeM.map((size) => size / 2) : [shape.radiusM, shape.radiusM, shape.radiusM];
  const [x = 0, y = 0, z = 0] = half;
  const [a, b] = [
    view.toPx([centreM[0] - x, centreM[1] - y, centreM[2] - z]),
    view.toPx([centreM[0] + x, centreM[1] + y, centreM[2] + z]),
  ];
  return [a, [b[0], a[1]], b, [a[0], b[1]]];
}
