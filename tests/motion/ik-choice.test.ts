import { describe, expect, test } from "vitest";
import { byClearance, ENOUGH_ROOM_M } from "../../kernel/motion/ik-choice.ts";
import { fr3Chain, READY } from "./arms.ts";

const moved = (joint: number, byRad: number): number[] => READY.map((x, j) => (j === joint ? x + byRad : x));
const near = moved(0, 0.1);
const far = moved(0, 0.8);

describe("the choice among solutions", () => {
  test("puts room before travel, up to 20 mm, and no room last", () => {
    const room = (of: readonly (readonly [number[], number])[]) => (q: readonly number[]) =>
      of.find(([one]) => one === q)![1];
    const order = (nearM: number, farM: number): number[][] =>
      byClearance(
        fr3Chain,
        [near, far],
        READY,
        room([
          [near, nearM],
          [far, farM],
        ]),
      );
    expect(order(0.005, 0.015)).toEqual([far, near]);
    expect(order(0.015, 0.005)).toEqual([near, far]);
    expect(order(ENOUGH_ROOM_M, 0.5)).toEqual([near, far]);
    expect(order(-0.001, 0)).toEqual([far, near]);
    expect(order(Number.NEGATIVE_INFINITY, -0.01)).toEqual([far, near]);
  });

  test("puts travel before room to the limits, and that before the singularity margin", () => {
    const all = (): number => 1;
    expect(byClearance(fr3Chain, [far, near], READY, all)).toEqual([near, far]);
    // As far from ready, one close to joint 4's end, one not.
    const from = READY.map((x, j) => (j === 3 ? -0.6 : x));
    const [crowded, roomy] = [from.map((x, j) => (j === 3 ? x + 0.4 : x)), from.map((x, j) => (j === 3 ? x - 0.4 : x))];
    expect(byClearance(fr3Chain, [crowded, roomy], from, all)).toEqual([roomy, crowded]);
    // As far, as roomy: elbow nearly straight is nearer to a singularity than bent.
    const middle = READY.map((x, j) => (j === 3 ? -1.2 : x));
    const [straighter, bent] = [
      middle.map((x, j) => (j === 3 ? x + 0.6 : x)),
      middle.map((x, j) => (j === 3 ? x - 0.6 : x)),
    ];
    expect(byClearance(fr3Chain, [straighter, bent], middle, all)).toEqual([bent, straighter]);
  });

  test("leaves what it was given alone and asks about each once", () => {
    const given = [far, near];
    let asked = 0;
    byClearance(fr3Chain, given, READY, () => asked++);
    expect(asked).toBe(2);
    expect(given).toEqual([far, near]);
    expect(byClearance(fr3Chain, [], READY, () => 0)).toEqual([]);
  });
});
