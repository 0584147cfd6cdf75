// How hard path time may be braked on each stretch of a move: bounds hold over stretches, and keep every joint inside
// its rated limits whatever the rate does within them.
import { describe, expect, it } from "vitest";
import type { MoveSegment } from "../../kernel/contract/plan.ts";
import { cellsOf } from "../../kernel/motion/cells.ts";
import { curveOfMove, pieceValues } from "../../kernel/motion/curve.ts";
import { lawOfMove, lawValues, moveSampler } from "../../kernel/motion/law.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import {
  addStretch,
  boundCell,
  createEnd,
  createLimits,
  createMost,
  resetLimits,
  stopTableOf,
  stretchAt,
} from "../../kernel/motion/stop-table.ts";

const DOF = 3;
const random = seededRandom(31);
const rated = {
  velocity: Float64Array.of(2, 2, 2),
  acceleration: Float64Array.of(10, 8, 12),
  jerk: Float64Array.of(400, 300, 500),
};
const moveThrough = (count: number, durationS: number): MoveSegment => ({
  kind: "move",
  pointsRad: Array.from({ length: count }, () => Array.from({ length: DOF }, () => 2 * random() - 1)),
  durationS,
  line: false,
  carrying: null,
});
const moves = [2, 2, 3, 5, 8].map((count, k) => moveThrough(count, 3 + 3 * k));
const rows = () =>
  Array.from({ length: 4 }, () => new Float64Array(DOF)) as [Float64Array, Float64Array, Float64Array, Float64Array];

describe("a move's cells", () => {
  it("cover it in order, each inside one phase and one piece, none longer than asked", () => {
    for (const move of moves) {
      const [curve, law] = [curveOfMove(move), lawOfMove(move)];
      const { count, startS, phase, piece } = cellsOf(curve, law, 0.03);
      expect(startS[0]).toBe(0);
      expect(startS[count]).toBeCloseTo(move.durationS, 12);
      const at = new Float64Array(4);
      for (let k = 0; k < count; k++) {
        const [from, to] = [startS[k]!, startS[k + 1]!];
        expect(to).toBeGreaterThan(from);
        expect(to - from).toBeLessThanOrEqual(0.03 + 1e-12);
        expect(from).toBeGreaterThanOrEqual(law.startS[phase[k]!]! - 1e-12);
        expect(to).toBeLessThanOrEqual(law.startS[phase[k]! + 1]! + 1e-12);
        for (const s of [from, (from + to) / 2, to]) {
          lawValues(law, phase[k]!, s - law.startS[phase[k]!]!, at);
          expect(at[0]!).toBeGreaterThanOrEqual(curve.knots[piece[k]!]! - 1e-9);
          expect(at[0]!).toBeLessThanOrEqual(curve.knots[piece[k]! + 1]! + 1e-9);
        }
      }
      // As few as that takes: every phase and piece, and as many parts as they are long.
      expect(count).toBeLessThanOrEqual(law.s.length + curve.knots.length + Math.ceil(move.durationS / 0.03));
      expect(cellsOf(curve, law).count).toBeLessThan(law.s.length + curve.knots.length - 1);
    }
  });
});

describe("the bounds over a cell", () => {
  it("hold for velocity, acceleration with it and against it, and jerk at 20 looks in each, and come near", () => {
    let [worst, tight] = [0, 0];
    const note = (seen: number, bound: number): void => {
      worst = Math.max(worst, seen - bound);
      if (bound > 0.1) tight = Math.max(tight, seen / bound);
    };
    for (const move of moves) {
      const [curve, law] = [curveOfMove(move), lawOfMove(move)];
      const sampler = moveSampler(move);
      const { count, startS, phase, piece } = cellsOf(curve, law, 0.1);
      const most = createMost(DOF);
      const [q, d3] = [new Float64Array(DOF), new Float64Array(DOF)];
      const ends = [createEnd(DOF), createEnd(DOF)] as const;
      const [p, v, a, j] = rows();
      for (let k = 0; k < count; k++) {
        ends.forEach((end, side) => {
          lawValues(law, phase[k]!, startS[k + side]! - law.startS[phase[k]!]!, end.law);
          pieceValues(curve, piece[k]!, end.law[0]!, q, end.d1, end.d2, d3);
        });
        boundCell(...ends, d3, startS[k + 1]! - startS[k]!, most);
        for (let look = 1; look < 20; look++) {
          sampler.at(startS[k]! + ((startS[k + 1]! - startS[k]!) * look) / 20, p, v, a, j);
          for (let joint = 0; joint < DOF; joint++) {
            const along = Math.sign(v[joint]!) * a[joint]!;
            note(Math.abs(v[joint]!), most.v[joint]!);
            note(along, most.up[joint]!);
            note(-along, most.down[joint]!);
            note(Math.abs(j[joint]!), most.jerk[joint]!);
          }
        }
        for (let joint = 0; joint < DOF; joint++) {
          expect(most.up[joint]!).toBeGreaterThanOrEqual(0);
          expect(most.down[joint]!).toBeGreaterThanOrEqual(0);
        }
      }
    }
    expect(worst).toBeLessThan(1e-9);
    expect(tight).toBeGreaterThan(0.98);
  });

  it("tell forward from backward: speeding up either way is 'up', slowing down is 'down'", () => {
    for (const sign of [1, -1]) {
      const move: MoveSegment = {
        ...moves[0]!,
        pointsRad: [
          [0, 0, 0],
          [sign, sign, sign],
        ],
        durationS: 2,
      };
      const table = stopTableOf(move, rated);
      const [early, late] = [stretchAt(table, 0.611, 0), stretchAt(table, 1.389, 0)];
      // Speeding up, more of the limit is left for braking; slowing down, less.
      expect(table.brakeAt1[early]!).toBeGreaterThan(table.speedUpAt1[early]!);
      expect(table.brakeAt1[late]!).toBeLessThan(table.speedUpAt1[late]!);
      expect(table.brakeAt1[early]!).toBeCloseTo(table.speedUpAt1[late]!, 6);
    }
  });
});

describe("a stop table", () => {
  it("keeps acceleration and jerk rated for any rate, slope and bend within its limits, and uses over 95 % of one", () => {
    let most = 0;
    const limits = createLimits();
    for (const move of moves) {
      const table = stopTableOf(move, rated);
      const sampler = moveSampler(move);
      const [p, v, a, j] = rows();
      expect(table.durationS).toBe(move.durationS);
      for (let k = 0; k < table.count; k++) {
        const tS = table.startS[k]! + random() * (table.startS[k + 1]! - table.startS[k]!);
        sampler.at(tS, p, v, a, j);
        for (const squared of [0, 0.3, 1]) {
          resetLimits(limits);
          addStretch(limits, table, k, squared);
          const r = Math.sqrt(squared);
          for (const slope of [-limits.brake, 0, limits.speedUp])
            for (const bend of [-limits.bend, limits.bend])
              for (let joint = 0; joint < DOF; joint++) {
                const acceleration = a[joint]! * r * r + v[joint]! * slope;
                const jerk = j[joint]! * r ** 3 + 3 * a[joint]! * r * slope + v[joint]! * bend;
                const used = Math.max(
                  Math.abs(acceleration) / rated.acceleration[joint]!,
                  Math.abs(jerk) / rated.jerk[joint]!,
                );
                most = Math.max(most, used);
                // Ends of stretches, where nothing may be left, brake hardly at all instead.
                if (limits.brake > 1e-8 && limits.bend > 1e-5) expect(used).toBeLessThanOrEqual(1 + 1e-9);
              }
        }
      }
    }
    expect(most).toBeGreaterThan(0.95);
  });

  it("at a standstill is as hard as rated limits let q̇ be changed: acceleration over speed, by hand", () => {
    const move: MoveSegment = {
      ...moves[0]!,
      pointsRad: [
        [0, 0, 0],
        [1, 0, 0],
      ],
      durationS: 2,
    };
    const table = stopTableOf(move, { ...rated, jerk: Float64Array.of(1e9, 1e9, 1e9) });
    // Half-way the joint goes 1 rad/s and does not accelerate: 10 rad/s² take 10 1/s.
    const k = stretchAt(table, 1, 0);
    expect(table.slopeAt0[k]!).toBeGreaterThan(9.9);
    expect(table.slopeAt0[k]!).toBeLessThanOrEqual(10.01);
    // Where nothing moves anything may change, up to 500 1/s and a million 1/s².
    const still = stopTableOf(
      {
        ...move,
        pointsRad: [
          [0, 0, 0],
          [0, 0, 0],
        ],
      },
      rated,
    );
    expect([still.brakeAt1[0], still.speedUpAt1[0], still.slopeAt0[0]]).toEqual([500, 500, 500]);
    expect([still.bendAt1[0], still.bendAt0[0]]).toEqual([1e6, 1e6]);
  });

  it("leaves next to nothing where a move uses more than is rated", () => {
    const move: MoveSegment = {
      ...moves[0]!,
      pointsRad: [
        [0, 0, 0],
        [1, 0, 0],
      ],
      durationS: 0.2,
    };
    const table = stopTableOf(move, rated);
    expect(Math.min(...table.brakeAt1)).toBe(1e-9);
    expect(Math.min(...table.bendAt1)).toBe(1e-6);
  });

  it("finds the stretch that holds a time, from any before it, the last one at the end", () => {
    const table = stopTableOf(moves[3]!, rated);
    for (let k = 0; k < table.count; k++) {
      const middleS = (table.startS[k]! + table.startS[k + 1]!) / 2;
      expect([
        stretchAt(table, middleS, 0),
        stretchAt(table, table.startS[k]!, 0),
        stretchAt(table, middleS, k),
      ]).toEqual([k, k, k]);
      expect(table.startS[k + 1]! - table.startS[k]!).toBeLessThanOrEqual(0.02 + 1e-12);
    }
    expect(stretchAt(table, table.durationS, 0)).toBe(table.count - 1);
    expect(stretchAt(table, 99, 0)).toBe(table.count - 1);
  });
});
