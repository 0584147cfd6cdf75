// What cannot be planned is refused before anything is computed, and says why.
import { describe, expect, it } from "vitest";
import { planStates, type StateRequest } from "../../kernel/motion/otg/otg.ts";

type Three = readonly [p: number, v: number, a: number];
interface Asked {
  readonly start?: Three;
  readonly target?: Three;
  readonly v?: readonly [number, number];
  readonly a?: readonly [number, number];
  readonly j?: number;
}
const request = ({ start = [0, 0, 0], target = [1, 0, 0], v = [-1, 1], a = [-2, 2], j = 4 }: Asked): StateRequest => {
  const state = ([p, vel, acc]: Three) => ({ p: [p], v: [vel], a: [acc] });
  return {
    start: state(start),
    target: state(target),
    limits: { v: [v[1]], vMin: [v[0]], a: [a[1]], aMin: [a[0]], j: [j] },
  };
};
const why = (asked: Asked): string => {
  const answer = planStates(1, request(asked));
  return answer.kind === "infeasible" ? answer.why : "planned";
};

describe("what cannot be planned", () => {
  it.each([
    { v: [0, 1] },
    { v: [-1, 0] },
    { a: [0, 2] },
    { a: [-2, 0] },
    { j: 0 },
    { j: -1 },
    { v: [-1, Number.NaN] },
    { v: [Number.NEGATIVE_INFINITY, 1] },
    { a: [-2, Number.POSITIVE_INFINITY] },
    { j: Number.POSITIVE_INFINITY },
  ] as Asked[])("are limits without zero strictly inside, or not finite: %j", (asked) => {
    expect(why(asked)).toMatch(/^limits v .*….*, a .*….*, j .* must be finite, with zero strictly inside$/);
  });

  it.each([0, 1, 2])("is a start whose number %i is none", (k) => {
    const start = [0, 0, 0].with(k, Number.NaN) as unknown as Three;
    expect(why({ start })).toMatch(/^the start \(p .*, v .*, a .*\) is not finite$/);
  });

  it.each([0, 1, 2])("is a target whose number %i is none", (k) => {
    const target = [1, 0, 0].with(k, Number.NaN) as unknown as Three;
    expect(why({ target })).toMatch(/^the target \(p .*, v .*, a .*\) is not finite$/);
  });

  it("is a target velocity beyond its limits; at them it is planned", () => {
    expect(why({ target: [1, 1, 0] })).toBe("planned");
    expect(why({ target: [1, -1, 0] })).toBe("planned");
    expect(why({ target: [1, 1.001, 0] })).toBe("target velocity 1.001 is outside -1…1");
    expect(why({ target: [1, -1.001, 0] })).toBe("target velocity -1.001 is outside -1…1");
  });

  it("is a target acceleration beyond its limits; at them it is planned", () => {
    // From rest to 2 at jerk 4 gives 0.5: the velocity fits.
    expect(why({ target: [1, 0, 2] })).toBe("planned");
    expect(why({ target: [1, 0, -2] })).toBe("planned");
    expect(why({ target: [1, 0, 2.001] })).toBe("target acceleration 2.001 is outside -2…2");
    expect(why({ target: [1, 0, -2.001] })).toBe("target acceleration -2.001 is outside -2…2");
  });

  it("is a target that only a velocity beyond limits could lead to", () => {
    // a = 2 at jerk 4 needs 0.5 of velocity before it: from -1 on, -0.5 is the least that can be arrived at with it.
    expect(why({ target: [1, -0.5, 2] })).toBe("planned");
    expect(why({ target: [1, -0.501, 2] })).toMatch(
      /^target velocity -0.501 with acceleration 2 can only come from velocity -1.001, outside -1…1$/,
    );
    expect(why({ target: [1, 0.5, -2] })).toBe("planned");
    expect(why({ target: [1, 0.501, -2] })).toMatch(/can only come from velocity 1.001, outside -1…1$/);
  });

  it("is what numbers cannot tell apart, and a duration that is none", () => {
    expect(planStates(1, { ...request({}), leastDurationS: Number.NaN })).toMatchObject({
      kind: "infeasible",
      why: expect.stringContaining("too far apart"),
    });
  });

  it("names the joint", () => {
    const two = { p: [0, 0], v: [0, 0], a: [0, 0] };
    const limits = { v: [1, 1], a: [1, 1], j: [1, 1] };
    expect(planStates(2, { start: two, target: { ...two, v: [0, 2] }, limits })).toMatchObject({ joint: 1 });
  });
});
