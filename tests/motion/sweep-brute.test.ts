import { describe, expect, test } from "vitest";
import { IDENTITY_POSE, type Shape, type Vec3 } from "../../kernel/contract/geometry.ts";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { type Obstacle, sweepClear } from "../../kernel/motion/sweep.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { rare, runs } from "../fixtures/runs.ts";
import { READY } from "./arms.ts";
import { bruteDistance, framesOf, type Placed, placedIn, rigidOf } from "./brute-distance.ts";

const chain = chainOf(fr3, IDENTITY_POSE);
const bodies = armBodies(chain, 0.06).filter(({ frame }) => frame >= 4);
const CLEARANCE_M = 0.01;
/** No point of the arm, within 1.3 m of every axis, moves farther than this between two looks. */
const STEP_M = 1e-4;
const GAP_M = 2e-7;

const random = seededRandom(71);
const spread = (low: number, high: number): number => low + random() * (high - low);

function anyShape(): Shape {
  const kind = Math.floor(random() * 4);
  if (kind === 0) return { kind: "sphere", radiusM: spread(0.02, 0.08) };
  if (kind === 1) return { kind: "box", sizeM: [spread(0.02, 0.2), spread(0.02, 0.2), spread(0.02, 0.2)] };
  if (kind === 2) return { kind: "cylinder", radiusM: spread(0.01, 0.05), heightM: spread(0.02, 0.2) };
  return { kind: "capsule", radiusM: spread(0.01, 0.05), lengthM: spread(0.05, 0.3) };
}

const along = (a: readonly number[], b: readonly number[], s: number): number[] => a.map((x, j) => x + s * (b[j]! - x));

/** Something near the way of the hand, as often in it as beside it. */
function nearTheWay(from: readonly number[], to: readonly number[]): Obstacle {
  const hand = framesOf(fr3, along(from, to, spread(0.2, 0.9))).at(-1)!.p;
  const xyzM = hand.map((x) => x + spread(-0.22, 0.22)) as unknown as Vec3;
  return { name: "it", shape: anyShape(), pose: { xyzM, quatXyzw: quatFromRpy(spread(-3, 3), spread(-1.5, 1.5), 0) } };
}

/** The least distance over looks at most 0.1 mm of motion apart; whatever is farther than `enoughM` counts as that. */
function brute(from: readonly number[], to: readonly number[], it: Placed, enoughM: number) {
  const turnsRad = from.reduce((sum, x, j) => sum + Math.abs(to[j]! - x), 0);
  const steps = Math.ceil((1.3 * turnsRad) / STEP_M);
  // A pair found far away is not looked at again before it could have come near.
  const asleep = new Int32Array(bodies.length);
  let least = enoughM;
  let firstBelow = Number.POSITIVE_INFINITY;
  for (let k = 0; k <= steps; k++) {
    if (asleep.every((until) => until > k)) continue;
    const frames = framesOf(fr3, along(from, to, k / steps));
    bodies.forEach((body, i) => {
      if (asleep[i]! > k) return;
      const { low, high } = bruteDistance(placedIn(frames[body.frame]!, body), it, GAP_M, enoughM);
      asleep[i] = k + 1 + Math.max(0, Math.floor((low - enoughM) / STEP_M));
      least = Math.min(least, high);
      if (high < CLEARANCE_M - 1.5e-6) firstBelow = Math.min(firstBelow, k / steps);
    });
  }
  return { least, firstBelow };
}

describe("the sweep against brute force at 0.1 mm that shares no geometry code with it", () => {
  test("40 motions past things near the way: what is proven holds, what is met is there and first, and none that is clear by twice the clearance is refused", () => {
    let [clear, contacts, wide] = [0, 0, 0];
    for (let n = 0; n < runs(40); n++) {
      const from = READY.map((x) => x + spread(-0.5, 0.5));
      const to = from.map((x) => x + spread(-0.35, 0.35));
      const it = nearTheWay(from, to);
      const placed: Placed = { shape: it.shape, at: rigidOf(it.pose) };
      const start = framesOf(fr3, from);
      const startM = Math.min(
        ...bodies.map((body) => bruteDistance(placedIn(start[body.frame]!, body), placed, GAP_M, 1).low),
      );
      if (startM < CLEARANCE_M) continue;
      const result = sweepClear(chain, [from, to], bodies, [it], () => CLEARANCE_M);
      const { least, firstBelow } = brute(from, to, placed, 0.03);
      if (least >= 2 * CLEARANCE_M) {
        wide++;
        expect(result.kind).toBe("clear");
      }
      if (result.kind === "clear") {
        clear++;
        expect(result.leastM).toBeGreaterThanOrEqual(CLEARANCE_M - 1e-6);
        expect(least).toBeGreaterThanOrEqual(Math.min(0.03, result.leastM) - GAP_M);
      } else {
        contacts++;
        const there = framesOf(fr3, result.jointsRad);
        const body = bodies.find(({ name }) => name === result.body)!;
        const { low, high } = bruteDistance(placedIn(there[body.frame]!, body), placed, GAP_M, 1);
        expect(low).toBeLessThan(CLEARANCE_M);
        if (result.distanceM > 0) expect(Math.abs(high - result.distanceM)).toBeLessThan(1e-6);
        expect(result.jointsRad).toEqual(along(from, to, result.s).map((x): unknown => expect.closeTo(x, 12)));
        expect(result.s).toBeLessThanOrEqual(firstBelow);
      }
      // Nothing is refused that keeps its distance: exact to 0.1 mm of motion.
      if (least > CLEARANCE_M + STEP_M) expect(result.kind).toBe("clear");
    }
    expect(clear).toBeGreaterThan(rare(8));
    expect(contacts).toBeGreaterThan(rare(3));
    expect(wide).toBeGreaterThan(rare(6));
  });
});
