import { describe, expect, test } from "vitest";
import { ConfigTree } from "../../kernel/motion/config-tree.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";

const weight = Float64Array.from([1.5, 1.2, 0.9, 0.6, 0.3]);
const random = seededRandom(17);
const somewhere = (): number[] => Array.from(weight, () => 6 * random() - 3);

/** 300 nodes in a tree, each grown from one before it. */
function grown(): { tree: ConfigTree; nodes: number[][]; parents: number[] } {
  const nodes = [somewhere()];
  const parents = [-1];
  const tree = new ConfigTree(nodes[0]!, weight);
  for (let k = 1; k < 300; k++) {
    nodes.push(somewhere());
    parents.push(Math.floor(random() * k));
    expect(tree.add(nodes[k]!, parents[k]!)).toBe(k);
  }
  return { tree, nodes, parents };
}

const apart = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((x, j) => (x - b[j]!) * weight[j]!));

describe("a tree of configurations", () => {
  test("finds the node of least weighted distance, of those that are not cut off, for each of 500 points", () => {
    const { tree, nodes, parents } = grown();
    const isCut = nodes.map(() => false);
    for (let n = 0; n < 500; n++) {
      if (n % 100 === 99) {
        const node = 1 + Math.floor(random() * 299);
        tree.cut(node);
        isCut[node] = true;
        for (let k = node + 1; k < 300; k++) isCut[k] ||= isCut[parents[k]!]!;
      }
      const to = somewhere();
      const left = nodes.filter((_, k) => !isCut[k]);
      const found = tree.nearest(to);
      expect(isCut[found]).toBe(false);
      expect(apart(nodes[found]!, to)).toBeCloseTo(Math.min(...left.map((node) => apart(node, to))), 12);
    }
    expect(isCut.filter(Boolean).length).toBeGreaterThan(3);
  });

  test("knows whether a node stands at a point to the last bit, and the way back to its root", () => {
    const { tree, nodes, parents } = grown();
    expect(tree.standsAt(123, nodes[123]!)).toBe(true);
    expect(tree.standsAt(123, [...nodes[123]!.slice(0, 4), nodes[123]![4]! + 1e-15])).toBe(false);
    expect(tree.joints(123)).toEqual(nodes[123]);
    const back = [299];
    while (back[back.length - 1] !== 0) back.push(parents[back[back.length - 1]!]!);
    expect(tree.branch(299)).toEqual(back);
  });
});
