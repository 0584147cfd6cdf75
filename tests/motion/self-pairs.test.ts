// Which links may touch: derived for an arm of a few balls, where each answer can be told by hand.
import { describe, expect, it } from "vitest";
import { IDENTITY_POSE, type PlacedShape, type Vec3 } from "../../kernel/contract/geometry.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { allowedOf, derivePairs } from "../../kernel/motion/self-pairs.ts";
import { fr3Like } from "./arms.ts";

const ball = (xyzM: Vec3, radiusM: number): PlacedShape => ({
  shape: { kind: "sphere", radiusM },
  pose: { xyzM, quatXyzw: [0, 0, 0, 1] },
});
const link = (name: string, ...collision: PlacedShape[]) => ({ ...fr3Like.links[0]!, name, collision });
const joint = (xyzM: Vec3, lowerRad: number, upperRad: number): RobotDescription["joints"][number] => ({
  ...fr3Like.joints[0]!,
  origin: { xyzM, quatXyzw: [0, 0, 0, 1] },
  limits: { ...fr3Like.joints[0]!.limits, lowerRad, upperRad },
});

/** Three links about z: a post, an upper arm of 1 m, a forearm of 1 m that may turn all the way back, and a hand at its end. */
const robot: RobotDescription = {
  ...fr3Like,
  name: "balls",
  links: [
    link("post", ball([0, 0, 0], 0.1)),
    link("upper", ball([0, 0, 0.05], 0.1), ball([0.5, 0, 0], 0.1)),
    link("fore", ball([0.5, 0, 0], 0.1)),
    link("wrist", ball([0, 0, 0], 0.05)),
  ],
  joints: [joint([0, 0, 0], -1, 1), joint([1, 0, 0], -Math.PI, Math.PI), joint([1, 0, 0], -1, 1)],
  gripper: {
    ...fr3Like.gripper,
    mount: { xyzM: [0.3, 0, 0], quatXyzw: [0, 0, 0, 1] },
    hand: link("hand", ball([0, 0, 0], 0.05)),
  },
};
const chain = chainOf(robot, IDENTITY_POSE);
const pairs = derivePairs(chain, 2_000, 5);
const verdict = (a: string, b: string) => pairs.find(({ links }) => links[0] === a && links[1] === b);

describe("pairs of an arm's links", () => {
  it("are told for every two, in the order of the chain", () => {
    expect(pairs.map(({ links }) => links.join(" "))).toEqual([
      "post upper",
      "post fore",
      "upper fore",
      "post wrist",
      "upper wrist",
      "fore wrist",
      "post hand",
      "upper hand",
      "fore hand",
      "wrist hand",
      "post finger",
      "upper finger",
      "fore finger",
      "wrist finger",
      "hand finger",
    ]);
  });

  it("are adjacent when one joint joins them, and along the gripper, whether they overlap or not", () => {
    for (const [a, b] of [
      ["post", "upper"],
      ["upper", "fore"],
      ["fore", "wrist"],
      ["wrist", "hand"],
      ["hand", "finger"],
    ] as const)
      expect(verdict(a, b)?.verdict).toBe("adjacent");
    expect(verdict("post", "upper")?.share).toBe(1);
    expect(verdict("fore", "wrist")?.share).toBe(0);
  });

  it("touch sometimes, never, or always: shares as geometry has them", () => {
    // The wrist's ball comes back to the post's within 0.15 m: for an angle of 2 · 2 · asin(0.075) from straight back.
    const near = (2 * 2 * Math.asin(0.075)) / (2 * Math.PI);
    expect(verdict("post", "wrist")?.verdict).toBe("sometimes");
    expect(Math.abs(verdict("post", "wrist")!.share - near)).toBeLessThan(0.03);
    // The forearm's ball stays half a metre from the post.
    expect(verdict("post", "fore")).toMatchObject({ verdict: "never", share: 0 });
    const stiff = { ...robot, joints: [joint([0, 0, 0], -1, 1), joint([0.1, 0, 0], -0.1, 0.1), robot.joints[2]!] };
    const big = { ...stiff, links: stiff.links.with(2, link("fore", ball([0, 0, 0], 0.3))) };
    const found = derivePairs(chainOf(big, IDENTITY_POSE), 200, 5);
    expect(found.find(({ links }) => links.join(" ") === "post fore")).toMatchObject({ verdict: "always", share: 1 });
    expect(allowedOf(chainOf(big, IDENTITY_POSE), found)).toContainEqual(["post", "fore", "always"]);
  });

  it("are allowed when adjacent or always, with two fingers each other's neighbours", () => {
    expect(allowedOf(chain, pairs)).toEqual([
      ["post", "upper", "adjacent"],
      ["upper", "fore", "adjacent"],
      ["fore", "wrist", "adjacent"],
      ["wrist", "hand", "adjacent"],
      ["hand", "finger", "adjacent"],
      ["finger", "finger", "adjacent"],
    ]);
  });

  it("are looked at with the fingers shut and open", () => {
    // Fingers of a shut hand reach 0.085 out along z; a ball there 0.03 off the middle is met only when they are open.
    const probe = { ...robot, links: robot.links.with(2, link("fore", ball([1.3, 0.046, 0.085], 0.008))) };
    const still = { ...probe, joints: [probe.joints[0]!, joint([1, 0, 0], -0.1, 0.1), joint([1, 0, 0], -1e-9, 1e-9)] };
    const share = derivePairs(chainOf(still, IDENTITY_POSE), 300, 5).find(
      ({ links }) => links.join(" ") === "fore finger",
    )!.share;
    expect(share).toBeCloseTo(1 / 3, 9);
  });
});
