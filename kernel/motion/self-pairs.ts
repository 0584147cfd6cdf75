// Which links of an arm may touch each other, derived from the description itself: neighbours, and pairs whose hulls
// overlap in every configuration sampled, as MoveIt's setup assistant does. What is never seen to touch is reported but
// still checked: samples prove nothing.
import type { PairReason } from "../contract/robot.ts";
import { armBodies, type Body } from "./bodies.ts";
import { type Chain, linkFramesAt } from "./chain.ts";
import { solidDistance } from "./distance.ts";
import { multiplyFrames, writeFrame } from "./frame.ts";
import { seededRandom } from "./rng.ts";
import { type Solid, solidOf } from "./solid.ts";

export interface DerivedPair {
  readonly links: readonly [string, string];
  readonly verdict: PairReason | "sometimes" | "never";
  /** In how many of the sampled configurations the two overlap, in [0, 1]. */
  readonly share: number;
}

/** Shut, half open and open: the fingers stand elsewhere in each. */
const OPENINGS = [0, 0.5, 1] as const;

/** Every pair of different links (hand and fingers count), in the order of the chain. The same seed gives the same answer. */
export function derivePairs(chain: Chain, samples: number, seed: number): DerivedPair[] {
  const { robot, dof, lowerRad, upperRad } = chain;
  const sets = OPENINGS.map((part) => placedBodies(armBodies(chain, part * robot.gripper.strokeM)));
  const order = [...new Set(sets[0]!.names)];
  const touching = new Int32Array(order.length * order.length);
  const random = seededRandom(seed);
  const q = new Float64Array(dof);
  const frames = new Float64Array(chain.frameCount * 12);
  for (let sample = 0; sample < samples; sample++) {
    for (let j = 0; j < dof; j++) q[j] = lowerRad[j]! + random() * (upperRad[j]! - lowerRad[j]!);
    linkFramesAt(chain, q, frames);
    const set = sets[sample % sets.length]!;
    count(set, frames, order, touching);
  }
  const pairs: DerivedPair[] = [];
  for (let b = 1; b < order.length; b++) {
    for (let a = 0; a < b; a++) {
      const share = touching[a * order.length + b]! / samples;
      const verdict = areNeighbours(chain, order[a]!, order[b]!)
        ? "adjacent"
        : share === 1
          ? "always"
          : share === 0
            ? "never"
            : "sometimes";
      pairs.push({ links: [order[a]!, order[b]!], verdict, share });
    }
  }
  return pairs;
}

/** What belongs into `allowedPairs`. A finger is its own neighbour where there are two of it. */
export function allowedOf(
  chain: Chain,
  pairs: readonly DerivedPair[],
): readonly (readonly [string, string, PairReason])[] {
  const allowed = pairs.flatMap(({ links: [a, b], verdict }): (readonly [string, string, PairReason])[] =>
    verdict === "adjacent" || verdict === "always" ? [[a, b, verdict]] : [],
  );
  const { gripper } = chain.robot;
  return gripper.kind === "parallel" ? [...allowed, [gripper.finger.name, gripper.finger.name, "adjacent"]] : allowed;
}

/** Joined by one joint or bolted together; the parts of a gripper are all each other's neighbours. */
function areNeighbours({ robot }: Chain, a: string, b: string): boolean {
  const at = (name: string): number => {
    const index = robot.links.findIndex((link) => link.name === name);
    return index >= 0 ? index : robot.links.length + (name === robot.gripper.hand.name ? 0 : 1);
  };
  const [low, high] = [Math.min(at(a), at(b)), Math.max(at(a), at(b))];
  return high - low <= 1;
}

interface PlacedBodies {
  readonly names: readonly string[];
  readonly frames: readonly number[];
  readonly solids: readonly Solid[];
  /** Each body in its link's frame, then in the cell's: 12 numbers each. */
  readonly local: Float64Array;
  readonly placed: Float64Array;
}

function placedBodies(bodies: readonly Body[]): PlacedBodies {
  const local = new Float64Array(bodies.length * 12);
  bodies.forEach((body, i) => {
    writeFrame(body.pose, local, i * 12);
  });
  return {
    names: bodies.map(({ link }) => link),
    frames: bodies.map(({ frame }) => frame),
    solids: bodies.map(({ shape }) => solidOf(shape)),
    local,
    placed: new Float64Array(local.length),
  };
}

/** Adds one for every pair of links of which any bodies overlap. */
function count(set: PlacedBodies, frames: Float64Array, order: readonly string[], touching: Int32Array): void {
  const { names, solids, local, placed } = set;
  const seen = new Set<number>();
  for (let i = 0; i < solids.length; i++) multiplyFrames(frames, set.frames[i]! * 12, local, i * 12, placed, i * 12);
  for (let i = 0; i < solids.length; i++) {
    for (let k = 0; k < i; k++) {
      if (names[i] === names[k]) continue;
      const [a, b] = [order.indexOf(names[k]!), order.indexOf(names[i]!)];
      const key = Math.min(a, b) * order.length + Math.max(a, b);
      if (seen.has(key)) continue;
      if (solidDistance(solids[i]!, placed, i * 12, solids[k]!, placed, k * 12, 0) <= 0) seen.add(key);
    }
  }
  for (const key of seen) touching[key] = touching[key]! + 1;
}
