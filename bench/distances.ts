// Distance queries, each as a ratio to a fixed arithmetic loop timed in the same run.
import { openCell } from "../apps/cell.ts";
import type { Shape } from "../kernel/contract/geometry.ts";
import { stageBodies } from "../kernel/motion/allowances.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { solidDistance } from "../kernel/motion/distance.ts";
import { envelopeOf } from "../kernel/motion/envelope.ts";
import { writeFrame } from "../kernel/motion/frame.ts";
import { comesWithin, leastDistance, type PlacedSolids } from "../kernel/motion/nearest-pair.ts";
import { proximityOf } from "../kernel/motion/proximity.ts";
import { seededRandom } from "../kernel/motion/rng.ts";
import { solidOf } from "../kernel/motion/solid.ts";
import { quatFromRpy } from "../kernel/motion/transform.ts";
import { startState } from "../kernel/start-state.ts";
import { cellChecker } from "./collision.ts";
import { arithmeticLoopUs, type Bench, perCallUs, timed } from "./measure.ts";

/** Rounds shorter than a time slice: their median shrugs off whatever else the machine does. */
const ROUNDS = 251;
const SCENES = 64;

/** Solids anywhere in a cube of 1.6 m, turned anyhow. */
function scattered(random: () => number, shapes: readonly Shape[]): PlacedSolids {
  const spread = (half: number): number => half * (2 * random() - 1);
  const frames = new Float64Array(shapes.length * 12);
  for (let i = 0; i < shapes.length; i++) {
    const quatXyzw = quatFromRpy(spread(3), spread(1.5), spread(3));
    writeFrame({ xyzM: [spread(0.8), spread(0.8), spread(0.8)], quatXyzw }, frames, i * 12);
  }
  return { solids: shapes.map(solidOf), frames };
}

export const distances: Bench = {
  name: "distances",
  run() {
    const random = seededRandom(5);
    const size = (least: number, most: number): number => least + random() * (most - least);
    const many = (count: number, shape: () => Shape): PlacedSolids =>
      scattered(random, Array.from({ length: count }, shape));
    // As thick and long as an arm's links; boxes from a cube in the hand to a shelf.
    const capsule = (): Shape => ({ kind: "capsule", radiusM: size(0.03, 0.07), lengthM: size(0.05, 0.3) });
    const box = (): Shape => ({ kind: "box", sizeM: [size(0.04, 0.3), size(0.04, 0.3), size(0.02, 0.3)] });
    const hull = (): Shape => ({
      kind: "hull",
      pointsM: Array.from({ length: 32 }, () => [size(-0.15, 0.15), size(-0.15, 0.15), size(-0.15, 0.15)] as const),
    });
    const scenes = Array.from({ length: SCENES }, () => [many(8, capsule), many(10, box)] as const);
    const hulls = Array.from({ length: SCENES }, () => [many(1, hull), many(1, hull)] as const);

    const cell = openCell();
    const chain = chainOf(cell.robot, cell.base);
    const openingM = cell.robot.gripper.strokeM;
    const bodies = stageBodies(chain, { held: null, openingM, endOpeningM: openingM });
    const near = proximityOf(chain, bodies);
    const person = many(SCENES, () => ({ kind: "capsule", radiusM: 0.25, lengthM: 1.3 }));
    const postures = Array.from({ length: SCENES }, () => cell.homeRad.map((rad) => rad + size(-0.7, 0.7)));
    const personFrames = Array.from({ length: SCENES }, (_, k) => person.frames.slice(k * 12, k * 12 + 12));
    const state = startState(cell);
    const still = { segment: { kind: "wait", seconds: 0 }, held: null, handled: null, support: null } as const;
    const standing = { startRad: cell.homeRad, endRad: cell.homeRad, openingM, endOpeningM: openingM };
    const envelope = envelopeOf(chain, cellChecker(cell, { ...still, ...standing, objects: state.objects }));
    const radii = cell.homeRad.map(() => 0.03);

    const loopUs = arithmeticLoopUs();
    const each = (name: string, calls: number, work: (k: number) => void, targetUs?: number) =>
      timed(`distances ${name}`, perCallUs(ROUNDS, calls, work), loopUs, targetUs);
    return [
      each(
        "least of 8 capsules by 10 boxes, exact, pairs ruled out by balls",
        200,
        (k) => void leastDistance(scenes[k % SCENES]![0], scenes[k % SCENES]![1], Number.POSITIVE_INFINITY),
        2.5,
      ),
      each(
        "hit test of 8 capsules by 10 boxes",
        200,
        (k) => void comesWithin(scenes[k % SCENES]![0], scenes[k % SCENES]![1], 0),
      ),
      each("two hulls of 32 points", 200, (k) => {
        const [a, b] = hulls[k % SCENES]!;
        solidDistance(a.solids[0]!, a.frames, 0, b.solids[0]!, b.frames, 0, Number.POSITIVE_INFINITY);
      }),
      each(
        "arm with hand to a person, exact",
        100,
        (k) => void near.distanceM(postures[k % SCENES]!, person.solids[0]!, personFrames[k % SCENES]!),
        10,
      ),
      each("box of configurations within 0.03 rad", 64, (k) => void envelope.boxClear(postures[k % SCENES]!, radii)),
    ];
  },
};
