import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type PlacedShape, type Vec3 } from "../../kernel/contract/geometry.ts";
import { chainOf, linkFramesAt } from "../../kernel/motion/chain.ts";
import { distanceBetween } from "../../kernel/motion/distance.ts";
import { poseOfFrame } from "../../kernel/motion/frame.ts";
import { allowedOf, derivePairs } from "../../kernel/motion/self-pairs.ts";
import { composePose, invertPose, transformPoint } from "../../kernel/motion/transform.ts";
import { fr3 } from "../../robots/fr3/fr3.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";
import extremes from "./fr3-extremes.json" with { type: "json" };

/** What is allowed without a hull's excess as its reason. */
const derivable = (name: string): string[] =>
  robotNamed(name)!
    .allowedPairs.filter(([, , reason]) => reason !== "hull")
    .map((pair) => pair.join(" "));

describe("pairs of links that may touch", () => {
  it.each(ROBOT_NAMES)("%s: the description holds those that sampling derives, no more and no fewer", (name) => {
    const chain = chainOf(robotNamed(name)!, IDENTITY_POSE);
    const derived = allowedOf(chain, derivePairs(chain, 3000, 7)).map((pair) => pair.join(" "));
    expect(derivable(name).toSorted()).toEqual(derived.toSorted());
  });

  it("are derived the same for the same seed, and for another", () => {
    const chain = chainOf(fr3, IDENTITY_POSE);
    expect(derivePairs(chain, 500, 1)).toEqual(derivePairs(chain, 500, 1));
    const [one, other] = [1, 2].map((seed) => allowedOf(chain, derivePairs(chain, 500, seed)));
    expect(one).toEqual(other);
  });

  it("keep to one declared exception, and there the FR3's link 7 stays 2 mm clear of link 5's hull", () => {
    const declared = ROBOT_NAMES.flatMap((name) =>
      robotNamed(name)!.allowedPairs.filter(([, , reason]) => reason === "hull"),
    );
    expect(declared).toEqual([["link5", "link7", "hull"]]);
    const chain = chainOf(fr3, IDENTITY_POSE);
    const frames = new Float64Array(chain.frameCount * 12);
    const [six, seven] = [fr3.joints[5]!.limits, fr3.joints[6]!.limits];
    let least = Number.POSITIVE_INFINITY;
    for (let a = 0; a <= 40; a++) {
      for (let b = 0; b <= 40; b++) {
        const q6 = six.lowerRad + (a / 40) * (six.upperRad - six.lowerRad);
        const q7 = seven.lowerRad + (b / 40) * (seven.upperRad - seven.lowerRad);
        linkFramesAt(chain, [0, 0, 0, -2, 0, q6, q7], frames);
        const seven5 = composePose(invertPose(poseOfFrame(frames, 5 * 12)), poseOfFrame(frames, 7 * 12));
        for (const tenths of extremes.links[7]!) {
          const vertex = pointAt(transformPoint(seven5, tenths.map((x) => x / 1e4) as unknown as Vec3));
          for (const part of fr3.links[5]!.collision) {
            least = Math.min(least, distanceBetween(part, vertex).distanceM);
          }
        }
      }
    }
    expect(least).toBeGreaterThan(0.002);
  });
});

const pointAt = (xyzM: Vec3): PlacedShape => ({
  shape: { kind: "sphere", radiusM: 1e-9 },
  pose: { xyzM, quatXyzw: [0, 0, 0, 1] },
});
