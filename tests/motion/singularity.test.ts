import { describe, expect, test } from "vitest";
import { type Chain, chainOf, jacobianAt } from "../../kernel/motion/chain.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { METRES_PER_RAD, singularityMargin } from "../../kernel/motion/singularity.ts";
import { fr3Chain, fr3Like, READY, tiltedChain, ur5eChain } from "./arms.ts";

const randomJoints = (chain: Chain, random: () => number): number[] =>
  Array.from(chain.lowerRad, (low, j) => low + random() * (chain.upperRad[j]! - low));

/** det(J Jᵀ) by plain elimination; equals the product of all squared singular values. */
function gramDeterminant(chain: Chain, q: readonly number[]): number {
  const n = chain.dof;
  const j = new Float64Array(6 * n);
  jacobianAt(chain, q, j);
  const at = (r: number, c: number): number => j[r * n + c]! * (r < 3 ? 1 : METRES_PER_RAD);
  const m = Array.from({ length: 6 }, (_, r) =>
    Array.from({ length: 6 }, (_, s) =>
      Array.from({ length: n }, (_, c) => at(r, c) * at(s, c)).reduce((a, b) => a + b),
    ),
  );
  let det = 1;
  for (let k = 0; k < 6; k++) {
    const pivot = m.slice(k).reduce((best, row, i) => (Math.abs(row[k]!) > Math.abs(m[best]![k]!) ? k + i : best), k);
    [m[k], m[pivot]] = [m[pivot]!, m[k]!];
    det *= pivot === k ? m[k]![k]! : -m[k]![k]!;
    for (let r = k + 1; r < 6; r++) {
      const f = m[r]![k]! / m[k]![k]!;
      for (let c = k; c < 6; c++) m[r]![c]! -= f * m[k]![c]!;
    }
  }
  return det;
}

/** The least |Jᵀu| over many unit directions u, refined by small steps: never below the smallest singular value. */
function hardestDirection(chain: Chain, q: readonly number[], random: () => number): number {
  const n = chain.dof;
  const j = new Float64Array(6 * n);
  jacobianAt(chain, q, j);
  const length = (u: readonly number[]): number => {
    const norm = Math.hypot(...u);
    const v = Array.from({ length: n }, (_, c) =>
      u.reduce((sum, x, r) => sum + x * j[r * n + c]! * (r < 3 ? 1 : METRES_PER_RAD), 0),
    );
    return Math.hypot(...v) / norm;
  };
  const draw = (scale: number): number[] => Array.from({ length: 6 }, () => (random() * 2 - 1) * scale);
  let best = draw(1);
  for (let k = 0; k < 6000; k++) {
    const scale = k < 500 ? 1 : 0.97 ** ((k - 500) / 12);
    const trial = k < 500 ? draw(1) : best.map((x, i) => x / Math.hypot(...best) + draw(scale)[i]!);
    if (length(trial) < length(best)) best = trial;
  }
  return length(best);
}

describe("the singularity margin", () => {
  test.each([
    ["FR3", fr3Chain],
    ["UR5e", ur5eChain],
  ])("of the %s is the tool's least motion over all directions, for 5 configurations", (_, chain) => {
    const random = seededRandom(31);
    for (let n = 0; n < 5; n++) {
      const q = randomJoints(chain, random);
      const margin = singularityMargin(chain, q);
      const searched = hardestDirection(chain, q, random);
      expect(searched).toBeGreaterThanOrEqual(margin * (1 - 1e-9));
      expect(searched).toBeLessThan(margin * 1.01 + 1e-4);
    }
  });

  test("to the sixth power is at most the Gram determinant's root, on 200 configurations", () => {
    const random = seededRandom(5);
    for (let n = 0; n < 200; n++) {
      const q = randomJoints(fr3Chain, random);
      const margin = singularityMargin(fr3Chain, q);
      expect(margin ** 6).toBeLessThanOrEqual(Math.sqrt(Math.max(0, gramDeterminant(fr3Chain, q))) * (1 + 1e-6));
      expect(margin).toBeGreaterThan(0);
    }
  });

  test("is 0 with the UR5e's wrist or elbow straight, and small 0.01 rad away", () => {
    expect(singularityMargin(ur5eChain, [0.3, -1.2, 1.4, -1.7, 0, 0.2])).toBeLessThan(1e-12);
    expect(singularityMargin(ur5eChain, [0.3, -1.2, 0, -1.7, 1, 0.2])).toBeLessThan(1e-12);
    expect(singularityMargin(ur5eChain, [0.3, -1.2, 1.4, -1.7, 0.01, 0.2])).toBeLessThan(0.005);
    expect(singularityMargin(ur5eChain, [0.3, -1.2, 1.4, -1.7, 1.5, 0.2])).toBeGreaterThan(0.05);
  });

  test("of the FR3 in ready is between 0.05 and 0.2 m/rad, on any base", () => {
    const margin = singularityMargin(fr3Chain, READY);
    expect(margin).toBeGreaterThan(0.05);
    expect(margin).toBeLessThan(0.2);
    expect(singularityMargin(tiltedChain, READY)).toBeCloseTo(margin, 12);
  });

  test("of an arm of five joints is measured in the directions it has", () => {
    const short = chainOf(
      { ...fr3Like, joints: fr3Like.joints.slice(0, 5), links: fr3Like.links.slice(0, 6) },
      fr3Chain.base,
    );
    expect(singularityMargin(short, [0.3, -0.7, 0.4, -2, 0.5])).toBeGreaterThan(0.005);
    // Upper arm straight up: joints 1 and 3 turn about the same line.
    expect(singularityMargin(short, [0.3, 0, 0.4, -2, 0.5])).toBeLessThan(1e-12);
  });
});
