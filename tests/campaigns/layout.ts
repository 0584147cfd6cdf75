// A random layout of the default cell: things put where there is room round each, one of them to be picked up, which an
// inverse kinematics that is none of the kernel's can reach.
import { readCellText } from "../../apps/runtime/session.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { isReachableFromAbove } from "../oracle/reach.ts";

interface Thing {
  readonly id: string;
  readonly halfM: number;
  readonly heightM: number;
}

const MOVABLE: readonly Thing[] = [
  { id: "red_cube", halfM: 0.02, heightM: 0.04 },
  { id: "blue_cube", halfM: 0.02, heightM: 0.04 },
  { id: "green_cube", halfM: 0.02, heightM: 0.04 },
  { id: "yellow_cylinder", halfM: 0.02, heightM: 0.06 },
  { id: "mug", halfM: 0.03, heightM: 0.08 },
];
/** Footprints of what stands fixed in the default cell: x, y, half sizes. */
const FIXED = [
  [0.35, 0.38, 0.12, 0.09],
  [0.3, -0.48, 0.13, 0.13],
  [0.55, -0.4, 0.1, 0.12],
] as const;
const GAP_M = 0.09;
/** Force is watched with limits a person would set, so that a false alarm is a failed layout. */
const FORCE = `
force: { external_torque_nm: [10, 10, 10, 10, 5, 5, 5], external_force_n: 30 }
`;

export interface Layout {
  readonly cellText: string;
  readonly target: string;
  readonly goal: string;
}

/** Places as many things as fit with the gap; the one to pick is reachable by an inverse kinematics of its own. */
export function layoutOf(seed: number): Layout {
  const random = seededRandom(seed);
  const between = (low: number, high: number): number => low + random() * (high - low);
  for (;;) {
    const placed: { thing: Thing; x: number; y: number; yawDeg: number }[] = [];
    for (const thing of MOVABLE) {
      for (let tries = 0; tries < 400; tries++) {
        const [x, y, yawDeg] = [between(0.3, 0.65), between(-0.45, 0.45), between(-180, 180)];
        const radius = thing.id.endsWith("cube") ? thing.halfM * Math.SQRT2 : thing.halfM;
        const isClear =
          FIXED.every(
            ([fx, fy, hx, hy]) =>
              Math.hypot(Math.max(0, Math.abs(x - fx) - hx), Math.max(0, Math.abs(y - fy) - hy)) - radius >= GAP_M,
          ) &&
          placed.every(
            (other) => Math.hypot(other.x - x, other.y - y) - radius - other.thing.halfM * Math.SQRT2 >= GAP_M,
          );
        if (!isClear) continue;
        placed.push({ thing, x, y, yawDeg });
        break;
      }
    }
    const pick = placed[Math.floor(random() * placed.length)];
    if (pick === undefined || !isReachableFromAbove([pick.x, pick.y, pick.thing.heightM / 2])) continue;
    const lines = readCellText().split("\n");
    const kept = lines.flatMap((line) => {
      const thing = MOVABLE.find(({ id }) => line.includes(`{ id: ${id},`));
      if (thing === undefined) return [line];
      const at = placed.find((one) => one.thing === thing);
      if (at === undefined) return [];
      const pose = `at_m: [${at.x.toFixed(4)}, ${at.y.toFixed(4)}, ${(thing.heightM / 2).toFixed(3)}], yaw_deg: ${at.yawDeg.toFixed(2)}`;
      return [line.replace(/at_m: \[[^\]]*\]/, pose)];
    });
    return { cellText: kept.join("\n") + FORCE, target: pick.thing.id, goal: random() < 0.5 ? "tray" : "bin" };
  }
}
