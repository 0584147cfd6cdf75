// What moves: the objects where they began and where they are, the arm as it stands, and the path that
// its tool point was measured to take.
import type { Cell, CellObject } from "../../kernel/contract/cell.ts";
import type { Pose, Vec3 } from "../../kernel/contract/geometry.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { cavityOutline, objectOutline } from "./outline.ts";
import { ARM, fillOf, INK, PATH } from "./palette.ts";
import { boxOf, type LabelPlacer } from "./place-labels.ts";
import { circle, line, type Px, polygon, polyline } from "./svg.ts";
import type { View } from "./view.ts";

/** One stretch of the tool point's measured path: [atS, x, y, z] each. */
export type Trail = readonly (readonly [number, number, number, number])[];

/** Less than this is not drawn as moved, metres. */
const MOVED_M = 0.003;
const ARROW_EVERY_PX = 70;

const poseIn = (measured: Measured, object: CellObject): Pose =>
  Object.hasOwn(measured.objects, object.id) ? (measured.objects[object.id] ?? object.startPose) : object.startPose;

const hasMoved = (object: CellObject, before: Measured, after: Measured): boolean => {
  const [a, b] = [poseIn(before, object).xyzM, poseIn(after, object).xyzM];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) > MOVED_M;
};

/** Far things first, so that near ones cover them; containers before what lies in them. */
function inDepthOrder(cell: Cell, measured: Measured, view: View): CellObject[] {
  const depth = (object: CellObject): number => {
    const [, y, z] = poseIn(measured, object).xyzM;
    return view.kind === "above" ? z : -y;
  };
  const rank = (object: CellObject): number => (object.isStatic ? 0 : 1);
  return cell.objects.toSorted((a, b) => rank(a) - rank(b) || depth(a) - depth(b));
}

export function objects(cell: Cell, before: Measured, after: Measured, view: View): string {
  const faint = { fill: "none", "stroke-width": 1.4, "stroke-dasharray": "3 2.5" };
  const starts = cell.objects
    .filter((object) => hasMoved(object, before, after))
    .map((object) => {
      const color = object.color === "white" ? INK.quiet : fillOf(object.color);
      return polygon(objectOutline(object, poseIn(before, object), view), { ...faint, stroke: color });
    });
  const ends = inDepthOrder(cell, after, view).map((object) => {
    const pose = poseIn(after, object);
    const outline = objectOutline(object, pose, view);
    const opacity = object.isStatic ? 0.45 : 0.95;
    const body = polygon(outline, {
      fill: fillOf(object.color),
      "fill-opacity": opacity,
      stroke: INK.text,
      "stroke-width": 1,
    });
    const cavity = cavityOutline(object, pose, view);
    if (cavity === null) return body;
    return body + polygon(cavity, { fill: INK.page, "fill-opacity": 0.6, stroke: INK.quiet, "stroke-width": 0.8 });
  });
  return [...starts, ...ends].join("");
}

/** Names every object; from the side of a path, where they hide one another, what moved, is held or stands raised. */
export function objectLabels(cell: Cell, before: Measured, after: Measured, view: View, labels: LabelPlacer): string {
  const boxes = new Map(
    cell.objects.map((object) => [object, boxOf(objectOutline(object, poseIn(after, object), view))] as const),
  );
  for (const box of boxes.values()) labels.avoid(box, 3);
  const named = cell.objects.filter((object) => {
    if (view.kind === "above" || before === after || hasMoved(object, before, after)) return true;
    return after.gripper.holding === object.id || object.shape.kind === "board";
  });
  return named
    .map((object) => {
      const box = boxes.get(object)!;
      const isRoomy = box.right - box.left > 60 && box.bottom - box.top > 16;
      return labels.place(object.id, box, isRoomy && object.isStatic ? "inside" : "beside", { fill: INK.text });
    })
    .join("");
}

/** The arm as a stick figure through its joints, at the measured angles. */
export function armFigure(cell: Cell, measured: Measured, view: View): string {
  const chain = chainOf(cell.robot, cell.base);
  const frames = new Float64Array(chain.frameCount * 12);
  linkFramesAt(chain, measured.jointsRad, frames);
  const joints = Array.from({ length: chain.frameCount }, (_, index): Px => {
    const at = index * 12;
    return view.toPx([frames[at + 3]!, frames[at + 7]!, frames[at + 11]!]);
  });
  const tool = view.toPx(measured.tool.xyzM);
  const style = { stroke: ARM, "stroke-linecap": "round", "stroke-linejoin": "round", "stroke-opacity": 0.28 };
  return (
    polyline(joints, { ...style, "stroke-width": 13 }) +
    line(joints.at(-1)!, tool, { ...style, "stroke-width": 5 }) +
    joints
      .slice(1, -1)
      .map((at) => circle(at, 2.6, { fill: ARM, "fill-opacity": 0.45 }))
      .join("")
  );
}

export function path(trails: readonly Trail[], view: View, labels: LabelPlacer): string {
  const points = trails.flat().map(([, x, y, z]) => view.toPx([x, y, z] satisfies Vec3));
  const [start, end] = [points[0], points.at(-1)];
  if (start === undefined || end === undefined) return "";
  const drawn = thinned(points);
  for (const [x, y] of drawn) labels.avoid({ left: x - 3, right: x + 3, top: y - 3, bottom: y + 3 }, 1);
  for (const [x, y] of [start, end]) labels.avoid({ left: x - 8, right: x + 8, top: y - 8, bottom: y + 8 }, 20);
  const joined = { "stroke-linejoin": "round", "stroke-linecap": "round" };
  return [
    polyline(drawn, { stroke: INK.page, "stroke-width": 4.5, "stroke-opacity": 0.75, ...joined }),
    polyline(drawn, { stroke: PATH, "stroke-width": 1.9, ...joined }),
    ...arrows(drawn),
    startDot(start),
    endDot(end),
  ].join("");
}

export const startDot = (at: Px): string => circle(at, 7, { fill: INK.page, stroke: PATH, "stroke-width": 2 });
export const endDot = (at: Px): string => circle(at, 4, { fill: PATH });

/** Drops points that do not move the pen, so that files stay small. */
function thinned(points: readonly Px[]): Px[] {
  const kept: Px[] = [];
  points.forEach((point, index) => {
    const last = kept.at(-1);
    const isFar = last === undefined || Math.hypot(point[0] - last[0], point[1] - last[1]) >= 1.5;
    if (isFar || index === points.length - 1) kept.push(point);
  });
  return kept;
}

function arrows(points: readonly Px[]): string[] {
  const drawn: string[] = [];
  let sincePx = ARROW_EVERY_PX / 2;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    sincePx += length;
    if (sincePx < ARROW_EVERY_PX || length < 1) continue;
    sincePx = 0;
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const tip: Px = [b[0] + 5 * ux, b[1] + 5 * uy];
    const tail = (side: number): Px => [b[0] - 4 * ux - side * 4.2 * uy, b[1] - 4 * uy + side * 4.2 * ux];
    drawn.push(polygon([tip, tail(1), tail(-1)], { fill: PATH, stroke: INK.page, "stroke-width": 0.8 }));
  }
  return drawn;
}
