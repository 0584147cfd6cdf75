// Whether a whole motion, or one configuration, keeps its distances: the arm, its tool and what it holds
// against obstacles, and against each other.
import { RoboError } from "../contract/errors.ts";
import type { Pose, Shape, Vec3 } from "../contract/geometry.ts";
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import type { Path } from "./curve.ts";
import { writeFrame } from "./frame.ts";
import { movingOf } from "./motion-bound.ts";
import { centred, solidOf } from "./solid.ts";
import { type Hit, type Pairs, sweeperOf } from "./sweeper.ts";

export interface Obstacle {
  readonly name: string;
  readonly shape: Shape;
  /** In the cell's frame. */
  readonly pose: Pose;
}

export interface Contact {
  readonly kind: "contact";
  readonly body: string;
  /** The obstacle; in `selfClear` the other body. */
  readonly obstacle: string;
  readonly distanceM: number;
  /** What was asked for; less where the pair started closer than that. */
  readonly requiredM: number;
  /** Along the curve, in [0, 1]; 0 for a single configuration. */
  readonly s: number;
  readonly jointsRad: number[];
  /** Half-way between the nearest points. */
  readonly atM: Vec3;
}

/** `leastM`: the least distance met at the configurations looked at; far pairs count with a lower bound. */
export type SweepResult = { readonly kind: "clear"; readonly leastM: number } | Contact;

/** The least distance between a body and an obstacle; -Infinity ignores the pair. Asked once per pair. */
export type Required = (body: Body, obstacle: Obstacle) => number;

export interface Checker {
  sweep(path: Path): SweepResult;
  look(q: ArrayLike<number>): SweepResult;
}

/**
 * Sweeps along the motion's own curve (curve.ts). Clear means: at every s each pair keeps its distance, less
 * at most 0.1 mm between the samples. A pair that starts too close may move out but not come 0.5 mm closer;
 * once it is out by 0.5 mm more than asked, all of the requirement holds. A contact is the first along s.
 */
export function sweepClear(
  chain: Chain,
  path: Path,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): SweepResult {
  return checkerOf(chain, bodies, obstacles, requiredM).sweep(path);
}

/** One configuration. Here every pair must keep all of its distance. Reports the first pair that does not. */
export function configurationClear(
  chain: Chain,
  q: readonly number[],
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): SweepResult {
  return checkerOf(chain, bodies, obstacles, requiredM).look(q);
}

/** The arm against itself along a motion; bodies that may touch by construction are left out (see `mayTouch`). */
export function selfClear(chain: Chain, path: Path, bodies: readonly Body[]): SweepResult {
  return selfCheckerOf(chain, bodies).sweep(path);
}

/** The checker for one set of bodies and obstacles, made once and used for many motions. Throws E_STALE on NaN. */
export function checkerOf(
  chain: Chain,
  bodies: readonly Body[],
  obstacles: readonly Obstacle[],
  requiredM: Required,
): Checker {
  const pairs = new PairList();
  bodies.forEach((body, i) => {
    obstacles.forEach((obstacle, k) => {
      const required = requiredM(body, obstacle);
      if (Number.isNaN(required))
        throw new RoboError("E_STALE", `no distance given for ${body.name} and ${obstacle.name}`);
      if (required > Number.NEGATIVE_INFINITY) pairs.add(i, bodies.length + k, 0, required);
    });
  });
  return checking(chain, bodies, obstacles, pairs);
}

/** The checker of the arm against itself: nothing may overlap. */
export function selfCheckerOf(chain: Chain, bodies: readonly Body[]): Checker {
  const pairs = new PairList();
  for (let i = 0; i < bodies.length; i++) {
    for (let k = 0; k < i; k++) {
      const [near, far] = bodies[i]!.frame < bodies[k]!.frame ? [i, k] : [k, i];
      if (!mayTouch(chain, bodies[near]!, bodies[far]!)) pairs.add(far, near, bodies[near]!.frame, 0);
    }
  }
  return checking(chain, bodies, [], pairs);
}

/**
 * Parts of one link, of neighbouring links, of the tool, and of links named in `allowedPairs`; what is held
 * may touch whatever the hand may.
 */
function mayTouch(chain: Chain, a: Body, b: Body): boolean {
  if (Math.abs(a.frame - b.frame) <= 1) return true;
  const { gripper, allowedPairs } = chain.robot;
  const names = (body: Body): string[] => {
    if (body.group === "link") return [body.link];
    if (body.group === "held" || body.link === gripper.hand.name) return [gripper.hand.name, "hand"];
    return [body.link, "finger"];
  };
  const [of, other] = [names(a), names(b)];
  return allowedPairs.some(([x, y]) => (of.includes(x) && other.includes(y)) || (of.includes(y) && other.includes(x)));
}

class PairList {
  readonly #first: number[] = [];
  readonly #second: number[] = [];
  readonly #seenFrom: number[] = [];
  readonly #requiredM: number[] = [];

  add(first: number, second: number, seenFrom: number, requiredM: number): void {
    this.#first.push(first);
    this.#second.push(second);
    this.#seenFrom.push(seenFrom);
    this.#requiredM.push(requiredM);
  }

  packed(): Pairs {
    return {
      first: Int32Array.from(this.#first),
      second: Int32Array.from(this.#second),
      seenFrom: Int32Array.from(this.#seenFrom),
      requiredM: Float64Array.from(this.#requiredM),
    };
  }
}

function checking(chain: Chain, bodies: readonly Body[], obstacles: readonly Obstacle[], list: PairList): Checker {
  const frames = new Float64Array(obstacles.length * 12);
  const statics = obstacles.map(centred);
  statics.forEach(({ pose }, i) => {
    writeFrame(pose, frames, i * 12);
  });
  const solids = statics.map(({ shape }) => solidOf(shape));
  const pairs = list.packed();
  const sweeper = sweeperOf(movingOf(chain, bodies), solids, frames, pairs);
  const name = (solid: number): string => bodies[solid]?.name ?? obstacles[solid - bodies.length]!.name;
  const said = (found: Hit | number): SweepResult => {
    if (typeof found === "number") return { kind: "clear", leastM: found };
    const { pair, ...rest } = found;
    return { kind: "contact", body: name(pairs.first[pair]!), obstacle: name(pairs.second[pair]!), ...rest };
  };
  return { sweep: (path) => said(sweeper.sweep(path)), look: (q) => said(sweeper.look(q)) };
}
