// A way for the FR3 out of a cage of 14 spheres and back into it: RRT-Connect with shortcutting, where the
// continuous sweep proves every edge of the way that is returned (peers check samples).
import type { Vec3 } from "../kernel/contract/geometry.ts";
import { IDENTITY_POSE } from "../kernel/contract/geometry.ts";
import { armBodies } from "../kernel/motion/bodies.ts";
import { chainOf } from "../kernel/motion/chain.ts";
import { quickLookOf } from "../kernel/motion/quick-look.ts";
import { findWay } from "../kernel/motion/rrt.ts";
import { type Obstacle, setCheckerOf } from "../kernel/motion/sweep.ts";
import { fr3 } from "../robots/fr3/fr3.ts";
import { arithmeticLoopUs, type Bench, type BenchResult, eachCallUs, timed } from "./measure.ts";

/** source: the sphere cage of VAMP's examples (Thomason, Kingston and Kavraki, ICRA 2024), for a Panda. */
const CENTRES_M: readonly Vec3[] = [
  [0.55, 0, 0.25],
  [0.35, 0.35, 0.25],
  [0, 0.55, 0.25],
  [-0.55, 0, 0.25],
  [-0.35, -0.35, 0.25],
  [0, -0.55, 0.25],
  [0.35, -0.35, 0.25],
  [0.35, 0.35, 0.8],
  [0, 0.55, 0.8],
  [-0.35, 0.35, 0.8],
  [-0.55, 0, 0.8],
  [-0.35, -0.35, 0.8],
  [0, -0.55, 0.8],
  [0.35, -0.35, 0.8],
];
const RADIUS_M = 0.2;
const INSIDE_RAD = [0, -0.785, 0, -2.356, 0, 1.571, 0.785];
const OUTSIDE_RAD = [2.35, 1, 0, -0.8, 0, 2.5, 0.785];
const SEEDS = 100;
const ITERATIONS = 10_000;
const TARGET_US = 2_200;

export const cage: Bench = {
  name: "cage",
  run() {
    const chain = chainOf(fr3, IDENTITY_POSE);
    const bodies = armBodies(chain, fr3.gripper.strokeM);
    const spheres = CENTRES_M.map(
      (xyzM, k): Obstacle => ({
        name: `sphere ${k + 1}`,
        shape: { kind: "sphere", radiusM: RADIUS_M },
        pose: { xyzM, quatXyzw: [0, 0, 0, 1] },
      }),
    );
    const quick = quickLookOf(chain, bodies, spheres, () => 0);
    const proof = setCheckerOf(chain, bodies, [{ obstacles: spheres, requiredM: () => 0 }, "self"]);
    const loopUs = arithmeticLoopUs();
    const measured = (name: string, fromRad: readonly number[], toRad: readonly number[]): BenchResult[] => {
      const solved = new Set<number>();
      const times = eachCallUs(SEEDS, (seed) => {
        const way = findWay(chain, fromRad, toRad, quick.isClear, (a, b) => proof.firstContact([a, b]) === null, {
          seed,
          iterations: ITERATIONS,
          isPassable: quick.isClearOfThings,
        });
        if (way !== null) solved.add(seed);
      });
      const share = solved.size / SEEDS;
      return [
        timed(`cage ${name}, every edge proven`, times, loopUs, TARGET_US),
        { name: `cage ${name} solved`, p50: share, unit: "share", target: ">= 0.99", met: share >= 0.99 },
      ];
    };
    return [...measured("out", INSIDE_RAD, OUTSIDE_RAD), ...measured("in", OUTSIDE_RAD, INSIDE_RAD)];
  },
};
