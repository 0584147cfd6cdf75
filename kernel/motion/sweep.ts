// Whether a whole motion, or one configuration, keeps its distances: the arm, its tool and what it holds
// against obstacles, and against each other.
import { RoboError } from "../contract/errors.ts";
import type { PlacedShape, Pose, Shape, Vec3 } from "../contract/geometry.ts";
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import { clustersOf, type PlacedCluster } from "./clusters.ts";
import type { Path } from "./curve.ts";
import { writeFrame } from "./frame.ts";
import { movingOf } from "./motion-bound.ts";
import { type AskedSet, layoutOf } from "./pair-layout.ts";
import { centred, solidOf } from "./solid.ts";
import { type Hit, sweeperOf } from "./sweeper.ts";

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

/** `leastM`: proven for every configuration asked about, all along the curve between any samples: nothing comes closer. */
export type SweepResult = { readonly kind: "clear"; readonly leastM: number } | Contact;

/** The least distance between a body and an obstacle; -Infinity ignores the pair. Asked once per pair. */
export type Required = (body: Body, obstacle: Obstacle) => number;

/**
 * What the bodies are checked against: obstacles, or each other ("self": nothing may overlap, see `mayTouch`), or only
 * some of them against all others.
 */
export type PairSet =
  | { readonly obstacles: readonly Obstacle[]; readonly requiredM: Required }
  | "self"
  | { readonly selfOf: (body: Body) => boolean };

/** Answers set by set, in their order: a contact in one ends no other's search. */
export interface SetChecker {
  sweep(path: Path): SweepResult[];
  /** The first contact of any set; `null` where all are clear. */
  firstContact(path: Path): Contact | null;
  look(q: ArrayLike<number>): SweepResult[];
  /** Whether every configuration within ±`radiusRad` of `q`, joint by joint, is proven clear in all sets. Allocates nothing. */
  boxClear(q: ArrayLike<number>, radiusRad: ArrayLike<number>): boolean;
  /** For messages: where a contact of the motion swept last comes closest on the rest of it. */
  closest(contact: Contact): Contact;
  /** Obstacles in other places: as many of the same shapes, set by set. For the next question on. */
  moveObstacles(sets: readonly (readonly PlacedShape[])[]): void;
}

export interface Checker {
  sweep(path: Path): SweepResult;
  look(q: ArrayLike<number>): SweepResult;
}

/**
 * Sweeps along the motion's own curve (curve.ts). Clear means: at every s each pair keeps its distance, less at most
 * 1 µm. A contact is the first along s; there a pair was measured closer than that. A pair that starts too close may
 * move out but not come 0.1 mm closer; once it is out by 0.1 mm more than asked, all of the requirement holds.
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

/** One configuration. Here every pair must keep all of its distance. Reports the first pair found that does not. */
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
  return only(setCheckerOf(chain, bodies, [{ obstacles, requiredM }]));
}

/** The checker of the arm against itself: nothing may overlap. */
export const selfCheckerOf = (chain: Chain, bodies: readonly Body[]): Checker =>
  only(setCheckerOf(chain, bodies, ["self"]));

const only = (checker: SetChecker): Checker => ({
  sweep: (path) => checker.sweep(path)[0]!,
  look: (q) => checker.look(q)[0]!,
});

/** One checker for several sets: it walks a motion once for all of them. Throws E_STALE on NaN. */
export function setCheckerOf(chain: Chain, bodies: readonly Body[], sets: readonly PairSet[]): SetChecker {
  const obstacles: Obstacle[] = [];
  const asked = sets.map((of): AskedSet => {
    if (of === "self") return "self";
    if ("selfOf" in of) return { selfOf: (body) => of.selfOf(bodies[body]!) };
    const from = obstacles.length;
    obstacles.push(...of.obstacles);
    const requiredM = (body: number, obstacle: number): number => {
      const metres = of.requiredM(bodies[body]!, obstacles[obstacle]!);
      if (Number.isNaN(metres))
        throw new RoboError("E_STALE", `no distance given for ${bodies[body]!.name} and ${obstacles[obstacle]!.name}`);
      return metres;
    };
    return { from, to: obstacles.length, requiredM };
  });
  const solids = obstacles.map((obstacle) => solidOf(centred(obstacle).shape));
  const placedClusters = (at: readonly PlacedShape[]): PlacedCluster[] =>
    clustersOf(obstacles, solids, at.map(centred));
  const clusters = placedClusters(obstacles);
  const layout = layoutOf(movingOf(chain, bodies), solids, clusters, asked);
  const frames = new Float64Array((solids.length + clusters.length) * 12);
  const write = (at: readonly PlacedShape[], of: readonly PlacedCluster[]): void => {
    at.forEach((obstacle, i) => {
      writeFrame(centred(obstacle).pose, frames, i * 12);
    });
    of.forEach(({ solid, frame }, c) => {
      frames.set(frame, (solids.length + c) * 12);
      layout.solids[bodies.length + solids.length + c] = solid;
    });
  };
  write(obstacles, clusters);
  const sweeper = sweeperOf(layout, frames);
  const name = (solid: number): string => bodies[solid]?.name ?? obstacles[solid - bodies.length]!.name;
  const hitOf = new WeakMap<Contact, Hit>();
  const contact = (hit: Hit): Contact => {
    const { pair, ...rest } = hit;
    const said: Contact = {
      kind: "contact",
      body: name(layout.first[pair]!),
      obstacle: name(layout.second[pair]!),
      ...rest,
    };
    hitOf.set(said, hit);
    return said;
  };
  const answers = (): SweepResult[] =>
    sweeper.hits.map((hit, set) => (hit === null ? { kind: "clear", leastM: sweeper.leastM[set]! } : contact(hit)));
  return {
    sweep(path) {
      sweeper.sweep(path, false);
      return answers();
    },
    firstContact(path) {
      sweeper.sweep(path, true);
      const hit = sweeper.hits.find((found) => found !== null);
      return hit === undefined || hit === null ? null : contact(hit);
    },
    look(q) {
      sweeper.look(q);
      return answers();
    },
    boxClear: (q, radiusRad) => sweeper.boxClear(q, radiusRad),
    closest(of) {
      const hit = hitOf.get(of);
      return hit === undefined ? of : contact(sweeper.closest(hit));
    },
    moveObstacles(to) {
      const at = to.flat();
      write(at, placedClusters(at));
    },
  };
}
