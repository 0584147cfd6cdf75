// A standalone SVG of one run: the measured path from above and from the side, with zones, workspace,
// objects before and after, and what was measured in the end.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import {
  avoidZones,
  boundsOf,
  frame,
  grid,
  ground,
  reach,
  workspace,
  zoneLabels,
  zonePatterns,
  zones,
} from "./backdrop.ts";
import { armFigure, objectLabels, objects, path, type Trail } from "./foreground.ts";
import { legend } from "./legend.ts";
import { INK } from "./palette.ts";
import { labelPlacer } from "./place-labels.ts";
import { element, escapeXml, label, rect, textWidthPx } from "./svg.ts";
import { type View, viewFromAbove, viewFromSide, windowOf } from "./view.ts";

export interface PathPicture {
  readonly cell: Cell;
  readonly before: Measured;
  readonly after: Measured;
  /** The measured path, one trail a step, in the order carried out. */
  readonly trails: readonly Trail[];
  readonly title: string;
  /** What was measured, a line each. */
  readonly lines: readonly string[];
}

const LEFT_PX = 56;
const TOP_PX = 76;
const GAP_PX = 76;
const RIGHT_PX = 24;
const UNDER_PANEL_PX = 48;
const LINE_PX = 18;
/** The larger panel's page height; the scale follows from it. */
const PANEL_PX = 500;

/** Pure: the same run gives the same text. */
export function pathPicture(run: PathPicture): string {
  const window = windowOf(run.cell);
  const pxPerM = PANEL_PX / (window.maxM[0] - window.minM[0]);
  const above = viewFromAbove(window, pxPerM, LEFT_PX, TOP_PX);
  const side = viewFromSide(window, pxPerM, LEFT_PX + above.widthPx + GAP_PX, TOP_PX);
  const width = side.leftPx + side.widthPx + RIGHT_PX;
  const legendTop = TOP_PX + side.heightPx + UNDER_PANEL_PX + 8;
  const key = legend(side.leftPx - 8, legendTop, side.widthPx);
  const under = Math.max(TOP_PX + above.heightPx + UNDER_PANEL_PX, legendTop + key.heightPx) + 18;
  const lines = run.lines.flatMap((text) => wrapped(text, 13, width - LEFT_PX - RIGHT_PX));
  const height = under + lines.length * LINE_PX + 10;
  const results = lines.map((text, index) =>
    label([LEFT_PX, under + index * LINE_PX], text, { "font-size": 13, fill: INK.text }),
  );
  const title = wrapped(run.title, 18, width - LEFT_PX - RIGHT_PX)[0] ?? "";
  return document(
    width,
    height,
    run.title,
    label([LEFT_PX, 34], title, { "font-size": 18, "font-weight": 700, fill: INK.text }),
    panel(run, above),
    panel(run, side),
    key.svg,
    ...results,
  );
}

export function panel(run: Pick<PathPicture, "cell" | "before" | "after" | "trails">, view: View): string {
  const { cell, before, after, trails } = run;
  const { left, top, right, bottom } = boundsOf(view);
  const labels = labelPlacer({ left: left + 2, top: top + 2, right: right - 2, bottom: bottom - 2 });
  const clip = `panel-${view.kind}`;
  const drawn = [
    ground(view),
    grid(view),
    reach(cell, view),
    zones(cell, view),
    workspace(cell, view),
    objects(cell, before, after, view),
    armFigure(cell, after, view),
    path(trails, view, labels),
  ];
  avoidZones(cell, view, labels);
  const area = element("clipPath", { id: clip }, rect(left, top, right - left, bottom - top, {}));
  const names = objectLabels(cell, before, after, view, labels) + zoneLabels(cell, view, labels);
  return area + element("g", { "clip-path": `url(#${clip})` }, ...drawn, names) + frame(view);
}

export function document(width: number, height: number, title: string, ...children: readonly string[]): string {
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  const head = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${w} ${h}`,
    width: w,
    height: h,
    "font-family": "Inter, 'Segoe UI', 'DejaVu Sans', Arial, sans-serif",
  };
  const ground = rect(0, 0, w, h, { fill: INK.page });
  return `${element("svg", head, `<title>${escapeXml(title)}</title>`, zonePatterns(), ground, ...children)}\n`;
}

/** Breaks a text between words so that each line fits; a single word too long is cut. */
function wrapped(text: string, sizePx: number, widthPx: number): string[] {
  const most = Math.floor(widthPx / textWidthPx("x", sizePx));
  const lines: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word.length > most ? `${word.slice(0, most - 1)}…` : word);
  }
  return lines;
}
