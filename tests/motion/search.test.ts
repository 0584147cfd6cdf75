// The tree that ways are searched with, and how ways are shortened: small ones, by hand and by plain search.
import { describe, expect, it } from "vitest";
import { ConfigTree } from "../../kernel/motion/config-tree.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { shortened } from "../../kernel/motion/shortcuts.ts";

describe("a tree of configurations", () => {
  const weight = Float64Array.of(2, 1, 0.5);
  const random = seededRandom(51);
  const drawn = (): number[] => [random(), random(), random()];

  it("keeps joints, parents and count through 300 nodes, more than it begins with room for", () => {
    const tree = new ConfigTree([0, 0, 0], weight);
    const all = [[0, 0, 0]];
    const parents = [-1];
    for (let k = 1; k < 300; k++) {
      all.push(drawn());
      parents.push(Math.floor(random() * k));
      expect(tree.add(all[k]!, parents[k]!)).toBe(k);
    }
    expect(tree.count).toBe(300);
    const out = new Float64Array(3);
    for (let k = 0; k < 300; k++) {
      expect(tree.joints(k)).toEqual(all[k]);
      tree.read(k, out);
      expect([...out]).toEqual(all[k]);
      expect(tree.standsAt(k, all[k]!)).toBe(true);
      expect(tree.standsAt(k, all[k]!.with(k % 3, 9))).toBe(false);
      const branch = tree.branch(k);
      expect([branch[0], branch.at(-1)]).toEqual([k, 0]);
      branch.slice(1).forEach((node, i) => {
        expect(node).toBe(parents[branch[i]!]);
      });
    }
  });

  it("finds the nearest by weighted distance that is not cut off; a cut takes along all that grew from it", () => {
    const tree = new ConfigTree([5, 5, 5], weight);
    const all = [[5, 5, 5]];
    const parents = [-1];
    for (let k = 1; k < 200; k++) {
      all.push(drawn());
      parents.push(Math.max(0, k - 1 - Math.floor(4 * random())));
      tree.add(all[k]!, parents[k]!);
    }
    const isCut = new Array<boolean>(200).fill(false);
    for (const cut of [-1, 150, 60, 61, 3]) {
      if (cut >= 0) {
        tree.cut(cut);
        isCut[cut] = true;
        for (let k = 1; k < 200; k++) if (isCut[parents[k]!]) isCut[k] = true;
      }
      for (let n = 0; n < 40; n++) {
        const to = drawn();
        const far = all.map((q, k) =>
          isCut[k] ? Number.POSITIVE_INFINITY : Math.hypot(...q.map((x, j) => (x - to[j]!) * weight[j]!)),
        );
        expect(tree.nearest(to)).toBe(far.indexOf(Math.min(...far)));
      }
    }
    expect(isCut.filter(Boolean).length).toBeGreaterThan(100);
  });
});

describe("a way shortened", () => {
  const zigzag = [0, 1, 2, 3, 4, 5, 6].map((x) => [x, x % 2 === 0 ? 0 : 1]);
  const never = (): boolean => false;
  const always = (): boolean => true;
  const lengthOf = (way: readonly (readonly number[])[]): number =>
    way.reduce((sum, q, k) => (k === 0 ? 0 : sum + Math.hypot(...q.map((x, j) => x - way[k - 1]![j]!))), 0);

  it("is the straight edge where all is clear, and itself where nothing is", () => {
    expect(shortened(zigzag, always, () => 0.5)).toEqual([zigzag[0], zigzag[6]]);
    expect(shortened(zigzag, never, seededRandom(1))).toEqual(zigzag);
    expect(shortened(zigzag.slice(0, 2), never, seededRandom(1))).toEqual(zigzag.slice(0, 2));
  });

  it("skips from each vertex to the farthest that is clear, the last first", () => {
    // Edges of up to three steps along x are clear.
    const asked: string[] = [];
    const near = (a: readonly number[], b: readonly number[]): boolean => {
      asked.push(`${a[0]} ${b[0]}`);
      return Math.abs(a[0]! - b[0]!) <= 3;
    };
    const straight = zigzag.map(([x]) => [x!, 0]);
    expect(shortened(straight, near, () => 0)).toEqual([
      [0, 0],
      [3, 0],
      [6, 0],
    ]);
    expect(asked.slice(0, 4)).toEqual(["0 6", "0 5", "0 4", "0 3"]);
  });

  it("cuts corners where that saves 0.3 and is clear, each new edge asked about, in 200 random ways", () => {
    const random = seededRandom(77);
    let cut = 0;
    for (let n = 0; n < 200; n++) {
      // A wall along the diagonal: edges that dip below it are not clear.
      const isClear = (a: readonly number[], b: readonly number[]): boolean => {
        for (let k = 0; k <= 50; k++) {
          const [x, y] = [a[0]! + (k / 50) * (b[0]! - a[0]!), a[1]! + (k / 50) * (b[1]! - a[1]!)];
          if (Math.hypot(x - 2, y) < 1) return false;
        }
        return true;
      };
      const way = [
        [0, 0],
        [0, 1.5 + random()],
        [2, 2.5 + random()],
        [4, 1.5 + random()],
        [4, 0],
      ];
      const edgeOf = (a: readonly number[], b: readonly number[]): string => JSON.stringify([a, b]);
      const known = new Set(way.map((q, k) => edgeOf(way[Math.max(0, k - 1)]!, q)));
      const asked = new Set<string>();
      const short = shortened(
        way,
        (a, b) => {
          const answer = isClear(a, b);
          if (answer) asked.add(edgeOf(a, b));
          return answer;
        },
        random,
      );
      expect([short[0], short.at(-1)]).toEqual([way[0], way[4]]);
      short.slice(1).forEach((q, k) => {
        const edge = edgeOf(short[k]!, q);
        expect(asked.has(edge) || known.has(edge)).toBe(true);
      });
      const saved = lengthOf(way) - lengthOf(short);
      expect(saved).toBeGreaterThanOrEqual(-1e-12);
      if (saved > 0.3) cut++;
    }
    expect(cut).toBeGreaterThan(100);
  });

  it("leaves what a shortcut would save less than 0.3 of", () => {
    const bent = [
      [0, 0],
      [1, 0.3],
      [2, 0],
    ];
    // Not the whole, which is not clear; but any part of it.
    const part = (a: readonly number[], b: readonly number[]): boolean => b[0]! - a[0]! < 1.99;
    expect(shortened(bent, part, seededRandom(4))).toEqual(bent);
    const sharp = [
      [0, 0],
      [0.1, 2],
      [0.2, 0],
    ];
    expect(lengthOf(shortened(sharp, (a, b) => b[0]! - a[0]! < 0.19, seededRandom(4)))).toBeLessThan(
      lengthOf(sharp) - 0.3,
    );
  });
});
