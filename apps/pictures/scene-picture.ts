// A standalone SVG of the cell as it is measured now: what `get_camera_feed` answers with. `cockpit`
// looks down on the table as from the arm's own seat; `operator` looks from the arm's side.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { INK } from "./palette.ts";
import { document, panel } from "./path-picture.ts";
import { label } from "./svg.ts";
import { viewFromAbove, viewFromSide, windowOf } from "./view.ts";

const WIDTH_PX = 560;
const LEFT_PX = 56;
const TOP_PX = 40;

export function scenePicture(cell: Cell, measured: Measured, view: "cockpit" | "operator"): string {
  const window = windowOf(cell);
  const axis = view === "cockpit" ? 1 : 0;
  const pxPerM = WIDTH_PX / (window.maxM[axis] - window.minM[axis]);
  const seen = (view === "cockpit" ? viewFromAbove : viewFromSide)(window, pxPerM, LEFT_PX, TOP_PX);
  const [x, y, z] = measured.tool.xyzM.map((value) => (Math.round(value * 1000) / 1000 + 0).toFixed(3));
  const holding = measured.gripper.holding === null ? "holds nothing" : `holds ${measured.gripper.holding}`;
  const caption = `t ${measured.atS.toFixed(2)} s · tool point (${x}, ${y}, ${z}) m · ${holding}`;
  const under = TOP_PX + seen.heightPx + 52;
  return document(
    LEFT_PX + seen.widthPx + 20,
    under + 14,
    `${cell.name}, ${view} view`,
    panel({ cell, before: measured, after: measured, trails: [] }, seen),
    label([LEFT_PX, under], caption, { "font-size": 12, fill: INK.text }),
  );
}
