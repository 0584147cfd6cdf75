// What each mark in the pictures stands for, in as many columns as fit.
import { endDot, startDot } from "./foreground.ts";
import { INK, KEEP_OUT, PATH, REACH, REDUCED, WORKSPACE } from "./palette.ts";
import { label, line, type Px, rect } from "./svg.ts";

const ROW_PX = 19;
const COLUMN_PX = 168;
const MARK_PX = 26;

type Mark = (at: Px) => string;
const stroke =
  (color: string, width: number, dashes: string): Mark =>
  ([x, y]) =>
    line([x, y], [x + MARK_PX, y], { stroke: color, "stroke-width": width, "stroke-dasharray": dashes });
const patch =
  (style: Readonly<Record<string, string | number>>): Mark =>
  ([x, y]) =>
    rect(x + 4, y - 6, 18, 12, style);

const MARKS: readonly (readonly [string, Mark])[] = [
  ["tool path, measured", stroke(PATH, 2, "none")],
  ["path start", ([x, y]) => startDot([x + 13, y])],
  ["path end", ([x, y]) => endDot([x + 13, y])],
  ["keep-out zone", patch({ fill: "url(#keep-out)", stroke: KEEP_OUT })],
  ["reduced-speed zone", patch({ fill: "url(#reduced-speed)", stroke: REDUCED })],
  ["workspace", stroke(WORKSPACE, 1.4, "8 5")],
  ["object at the start", patch({ fill: "none", stroke: INK.quiet, "stroke-width": 1.4, "stroke-dasharray": "3 2.5" })],
  ["object now", patch({ fill: "#c3cad2", stroke: INK.text })],
  ["reach, tool down", stroke(REACH, 1.2, "2 4")],
];

export function legend(leftPx: number, topPx: number, widthPx: number): { svg: string; heightPx: number } {
  const columns = Math.max(1, Math.floor(widthPx / COLUMN_PX));
  const rows = Math.ceil(MARKS.length / columns);
  const entries = MARKS.map(([text, mark], index) => {
    const x = leftPx + Math.floor(index / rows) * COLUMN_PX;
    const y = topPx + (index % rows) * ROW_PX;
    return mark([x, y]) + label([x + MARK_PX + 8, y + 4], text, { "font-size": 11, fill: INK.text });
  });
  return { svg: entries.join(""), heightPx: rows * ROW_PX };
}
