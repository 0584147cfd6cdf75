// The cells of the adversarial campaign: the ones that are shipped, with things, zones and people in random places.
import { fileURLToPath } from "node:url";
import { checkCellText } from "../../../apps/cell.ts";
import { readCellFile } from "../../../cells/load-cell.ts";
import type { Cell } from "../../../kernel/contract/cell.ts";
import { robotNamed } from "../../../robots/registry.ts";
import type { Random } from "../../otg/random.ts";
import { layoutOf } from "../layout.ts";

export type CellKind = "tabletop" | "zones" | "people" | "ur5e" | "so101" | "grbl4";

export interface DrawnCell {
  readonly kind: CellKind;
  readonly cell: Cell;
  /** What may be picked up safely and put where, or `null` where nobody vouches for it. */
  readonly task: { readonly object: string; readonly target: string } | null;
}

const SHARES: readonly (readonly [CellKind, number])[] = [
  ["tabletop", 0.4],
  ["zones", 0.6],
  ["people", 0.75],
  ["ur5e", 0.85],
  ["so101", 0.95],
  ["grbl4", 1],
];
const TRIES = 20;
/** Of the people, those who start within a step of the arm. */
const STANDING_THERE = 0.3;

const textOf = (name: string): string =>
  readCellFile(fileURLToPath(new URL(`../../../cells/${name}.yaml`, import.meta.url)));

export function drawCell(random: Random): DrawnCell {
  const share = random();
  const kind = SHARES.find(([, upTo]) => share < upTo)?.[0] ?? "tabletop";
  for (let tries = 0; tries < TRIES; tries++) {
    const { text, task } = draw(kind, random);
    const { cell } = checkCellText(text, kind);
    // A zone drawn over the arm at home, or things one in another, make no cell: draw again.
    if (cell !== null) return { kind, cell: kind === "grbl4" ? with4Axes(cell) : cell, task };
  }
  throw new Error(`no ${kind} cell in ${TRIES} tries`);
}

/** No cell of the four-axis arm is shipped: it stands in the SO-101's place, whose things it need not all reach. */
function with4Axes(cell: Cell): Cell {
  const robot = robotNamed("grbl4");
  if (robot === null) throw new Error("no robot grbl4");
  const gripper = { ...cell.gripper, strokeM: Math.min(cell.gripper.strokeM, robot.gripper.strokeM) };
  return { ...cell, name: "grbl4", robot, homeRad: Object.values(robot.homesRad)[0]!, gripper };
}

function draw(kind: CellKind, random: Random): { readonly text: string; readonly task: DrawnCell["task"] } {
  switch (kind) {
    case "tabletop": {
      const { cellText, target, goal } = layoutOf(1 + Math.floor(random() * 1e9));
      return { text: cellText, task: { object: target, target: goal } };
    }
    case "zones":
      return { text: withZones(textOf("tabletop"), random), task: null };
    case "people":
      return { text: walking(textOf("shared-space"), random), task: null };
    case "ur5e":
      return { text: shaken(textOf("ur5e"), 0.01, random), task: { object: "red_cube", target: "tray" } };
    case "so101":
      return { text: shaken(textOf("so101"), 0.004, random), task: { object: "red_cube", target: "tray" } };
    case "grbl4":
      return { text: shaken(textOf("so101"), 0.004, random), task: null };
  }
}

/** Two or three more keep-out zones, somewhere within reach, and so wide a workspace that other rules must do its work. */
function withZones(text: string, random: Random): string {
  const between = (low: number, high: number): string => (low + (high - low) * random()).toFixed(3);
  const zones = Array.from({ length: 2 + Math.floor(random() * 2) }, (_, i) => {
    const centre = `[${between(0.1, 0.75)}, ${between(-0.6, 0.6)}, ${between(0.05, 0.8)}]`;
    const shape =
      random() < 0.5
        ? `{ sphere: { center_m: ${centre}, radius_m: ${between(0.03, 0.15)} } }`
        : `{ box: { center_m: ${centre}, size_m: [${between(0.05, 0.3)}, ${between(0.05, 0.3)}, ${between(0.05, 0.3)}] } }`;
    return `  - { name: drawn${i}, kind: keep_out, shape: ${shape} }\n`;
  });
  return text
    .replace("zones:\n", `zones:\n${zones.join("")}`)
    .replace(/workspace: .*/, "workspace: { min_m: [-0.9, -0.9, -0.2], max_m: [0.9, 0.9, 1.4] }");
}

/** Things moved a little and turned. */
const shaken = (text: string, byM: number, random: Random): string =>
  text.replace(
    /at_m: \[([-\d.]+), ([-\d.]+), ([-\d.]+)\],\n(\s+)mass_kg/g,
    (_, x: string, y: string, z: string, gap: string) => {
      const off = (): number => byM * (2 * random() - 1);
      const yaw = (360 * random() - 180).toFixed(1);
      return `at_m: [${(Number(x) + off()).toFixed(4)}, ${(Number(y) + off()).toFixed(4)}, ${z}],\n${gap}yaw_deg: ${yaw},\n${gap}mass_kg`;
    },
  );

/** Somebody who walks about near the arm, to and fro, at up to 1.6 m/s, or stands there already; a sensor that is more or less good. */
function walking(text: string, random: Random): string {
  const between = (low: number, high: number): number => low + (high - low) * random();
  let atS = 0;
  let [x, y] = random() < STANDING_THERE ? [between(0.8, 1.6), between(-1, 1)] : [between(1.6, 2.6), between(-1, 1)];
  const points = [`{ at_s: 0, center_m: [${x.toFixed(3)}, ${y.toFixed(3)}, 0.875] }`];
  for (let n = 0; n < 5; n++) {
    const [toX, toY] = [between(0.45, 2.2), between(-1, 1)];
    atS += Math.max(0.1, Math.hypot(toX - x, toY - y) / between(0.4, 1.6));
    [x, y] = [toX, toY];
    points.push(`{ at_s: ${atS.toFixed(3)}, center_m: [${x.toFixed(3)}, ${y.toFixed(3)}, 0.875] }`);
    atS += 2 * random();
    points.push(`{ at_s: ${atS.toFixed(3)}, center_m: [${x.toFixed(3)}, ${y.toFixed(3)}, 0.875] }`);
  }
  points.push(`{ at_s: ${(atS + 2.5).toFixed(3)}, center_m: [3, 0, 0.875] }`);
  return text
    .replace(
      /points:\s*\[[\s\S]*?\],\n(\s+)period_ms/,
      (_, gap: string) => `points: [${points.join(", ")}],\n${gap}period_ms`,
    )
    .replace(/period_ms: \d+/, `period_ms: ${Math.round(between(20, 60))}`)
    .replace(/latency_ms: \d+/, `latency_ms: ${Math.round(between(10, 90))}`)
    .replace(/lost_share: [\d.]+/, `lost_share: ${(0.1 * random()).toFixed(3)}`);
}
