// Puts labels where they cover least: beside what they name, clear of one another, of objects and of
// the drawn path.
import { INK } from "./palette.ts";
import { label, line, type Px, textWidthPx } from "./svg.ts";

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface LabelPlacer {
  /** Marks ground that labels should leave free; the weight says how much. */
  avoid(box: Box, weight: number): void;
  /** Draws a label beside (or, for areas, inside) the box of what it names. */
  place(text: string, near: Box, where: "beside" | "inside", style: Readonly<Record<string, string | number>>): string;
}

const SIZE_PX = 11;
const GAPS_PX = [3, 8, 16, 28];
const LABEL_WEIGHT = 50;
/** What a pixel of distance from the thing named costs, in pixels of light ground covered. */
const FAR_COST = 9;
/** A label further away than this gets a line to what it names. */
const LEADER_FROM_PX = 10;

export function labelPlacer(bounds: Box): LabelPlacer {
  const taken: { readonly box: Box; readonly weight: number }[] = [];
  const cost = (box: Box): number => {
    const area = (box.right - box.left) * (box.bottom - box.top);
    const outside = area - overlap(box, bounds);
    return taken.reduce((sum, other) => sum + other.weight * overlap(box, other.box), 1000 * outside);
  };
  return {
    avoid: (box, weight) => {
      taken.push({ box, weight });
    },
    place(text, near, where, style) {
      const width = textWidthPx(text, SIZE_PX) + 4;
      const height = SIZE_PX + 3;
      const centres = where === "inside" ? inside(near, width, height) : beside(near, width, height);
      const boxes = centres.map(([x, y]) => boxAround(x, y, width, height));
      const costs = boxes.map((box, index) => cost(box) + FAR_COST * gapBetween(box, near) + index * 0.5);
      const best = boxes[costs.indexOf(Math.min(...costs))]!;
      taken.push({ box: best, weight: LABEL_WEIGHT });
      const at: Px = [(best.left + best.right) / 2, best.bottom - 3.5];
      const halo = { stroke: "#ffffff", "stroke-width": 3, "paint-order": "stroke", "stroke-linejoin": "round" };
      const drawn = label(at, text, { "font-size": SIZE_PX, "text-anchor": "middle", ...halo, ...style });
      return gapBetween(best, near) > LEADER_FROM_PX ? leader(best, near) + drawn : drawn;
    },
  };
}

export function boxOf(points: readonly Px[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
}

/** The part of a box that lies within bounds, or `null`. */
export function clipped(box: Box, bounds: Box): Box | null {
  const left = Math.max(box.left, bounds.left);
  const right = Math.min(box.right, bounds.right);
  const top = Math.max(box.top, bounds.top);
  const bottom = Math.min(box.bottom, bounds.bottom);
  return left < right && top < bottom ? { left, right, top, bottom } : null;
}

function beside(near: Box, width: number, height: number): Px[] {
  const [cx, cy] = [(near.left + near.right) / 2, (near.top + near.bottom) / 2];
  return GAPS_PX.flatMap((gap): Px[] => {
    const [right, left] = [near.right + gap + width / 2, near.left - gap - width / 2];
    const [above, below] = [near.top - gap - height / 2, near.bottom + gap + height / 2];
    return [
      [cx, above],
      [cx, below],
      [right, cy],
      [left, cy],
      [right, above],
      [left, above],
      [right, below],
      [left, below],
    ];
  });
}

function inside(near: Box, width: number, height: number): Px[] {
  const [cx, cy] = [(near.left + near.right) / 2, (near.top + near.bottom) / 2];
  const xs = [near.left + width / 2 + 3, cx, near.right - width / 2 - 3];
  const ys = [near.top + height / 2 + 2, near.bottom - height / 2 - 2, cy];
  return [...ys.flatMap((y) => xs.map((x): Px => [x, y])), ...beside(near, width, height)];
}

const boxAround = (x: number, y: number, width: number, height: number): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

function leader(from: Box, to: Box): string {
  const nearest = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
  const [tx, ty] = [(to.left + to.right) / 2, (to.top + to.bottom) / 2];
  const start: Px = [nearest(tx, from.left, from.right), nearest(ty, from.top, from.bottom)];
  const end: Px = [nearest(start[0], to.left, to.right), nearest(start[1], to.top, to.bottom)];
  return line(start, end, { stroke: INK.quiet, "stroke-width": 0.8 });
}

function gapBetween(a: Box, b: Box): number {
  const x = Math.max(0, a.left - b.right, b.left - a.right);
  const y = Math.max(0, a.top - b.bottom, b.top - a.bottom);
  return Math.hypot(x, y);
}

function overlap(a: Box, b: Box): number {
  const common = clipped(a, b);
  return common === null ? 0 : (common.right - common.left) * (common.bottom - common.top);
}
