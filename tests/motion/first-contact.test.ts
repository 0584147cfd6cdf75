import { describe, expect, test } from "vitest";
import { armBodies } from "../../kernel/motion/bodies.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { type Contact, type Obstacle, setCheckerOf } from "../../kernel/motion/sweep.ts";
import { quatFromRpy } from "../../kernel/motion/transform.ts";
import { rare, runs } from "../fixtures/runs.ts";
import { fr3Chain, READY } from "./arms.ts";

const random = seededRandom(73);
const spread = (low: number, high: number): number => low + random() * (high - low);
const bodies = armBodies(fr3Chain, 0.06).filter((body) => body.frame >= 2);

describe("the first contact of any set", () => {
  test("is the first of the whole sweep's answers, for 300 motions, whether they start too close or not", () => {
    const seen = { clear: 0, contact: 0, clearThoughStartedClose: 0, contactAndStartedClose: 0 };
    for (let n = 0; n < runs(300); n++) {
      const things = Array.from({ length: 3 }, (_, k): Obstacle => {
        const quatXyzw = quatFromRpy(spread(-3, 3), spread(-1, 1), 0);
        return {
          name: `thing ${k}`,
          shape: k === 0 ? { kind: "sphere", radiusM: 0.06 } : { kind: "box", sizeM: [0.2, 0.1, 0.05] },
          pose: { xyzM: [spread(-0.1, 0.8), spread(-0.6, 0.6), spread(0.1, 0.9)], quatXyzw },
        };
      });
      const requiredM = () => [0, 0.02, 0.06][n % 3]!;
      const from = READY.map((x) => x + spread(-0.3, 0.3));
      const to = from.map((x) => x + spread(-0.5, 0.5));
      const sets = [
        { obstacles: things.slice(0, 2), requiredM },
        { obstacles: things.slice(2), requiredM },
        "self",
      ] as const;
      const checker = setCheckerOf(fr3Chain, bodies, sets);
      const startsClose = checker.look(from).some(({ kind }) => kind === "contact");
      const contacts = checker.sweep([from, to]).filter((answer): answer is Contact => answer.kind === "contact");
      const first = checker.firstContact([from, to]);
      expect(first === null).toBe(contacts.length === 0);
      if (first !== null) expect(contacts).toContainEqual(first);
      for (const { s } of contacts) expect(first!.s).toBeLessThanOrEqual(s);
      seen[first === null ? "clear" : "contact"]++;
      if (startsClose) seen[first === null ? "clearThoughStartedClose" : "contactAndStartedClose"]++;
    }
    expect(seen.clear).toBeGreaterThan(rare(60));
    expect(seen.contact).toBeGreaterThan(rare(60));
    expect(seen.clearThoughStartedClose).toBeGreaterThan(rare(5));
    expect(seen.contactAndStartedClose).toBeGreaterThan(rare(5));
  });
});
