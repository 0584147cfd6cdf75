// The jog hook alone: whole findings of who, when, how long, how fast, and of everything that may come no nearer.
import { describe, expect, it } from "vitest";
import { jog } from "../../../hooks/pre/jog.ts";
import type { Cell, CellObject, Zone } from "../../../kernel/contract/cell.ts";
import type { Vec3 } from "../../../kernel/contract/geometry.ts";
import type { KernelFacts } from "../../../kernel/contract/hook.ts";
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import { armBodies } from "../../../kernel/motion/bodies.ts";
import { chainOf, toolPoseAt } from "../../../kernel/motion/chain.ts";
import { proximityOf } from "../../../kernel/motion/proximity.ts";
import { solidOf } from "../../../kernel/motion/solid.ts";
import { selfCheckerOf } from "../../../kernel/motion/sweep.ts";
import { ask, CALLS, cell, holding, home, homeBut, move, withObject } from "../../fixtures/judging.ts";

const BARE: Cell = { ...cell, zones: [], objects: [] };
const HOME = homeBut({});
const chain = chainOf(cell.robot, cell.base);
const by = (byRad: Readonly<Record<number, number>>, durationS = 0.1): Segment =>
  move([HOME, homeBut(byRad)], null, durationS);
/** Joint 4 lies 0.472 m behind the tool point: lowers or lifts it by 0.47 mm a thousandth. */
const DOWN = by({ 3: -0.01 });
const UP = by({ 3: 0.01 });
const FACTS: Partial<KernelFacts> = { origin: "operator", nowMs: 1_000, beatAtMs: 990, mode: "protective" };

interface Asked {
  readonly segments?: readonly Segment[];
  readonly cell?: Cell;
  readonly state?: Measured;
  readonly kernel?: Partial<KernelFacts>;
}
const says = ({ segments = [UP], cell: inCell = BARE, state = home, kernel = {} }: Asked = {}) =>
  ask(jog, { call: CALLS.jog, segments, cell: inCell, state, kernel: { ...FACTS, ...kernel } });

describe("jog", () => {
  it("is called so in verdicts and logs", () => expect(jog.name).toBe("jog"));

  it("says nothing of other calls, nor of a key that asks for no motion", () => {
    expect(ask(jog, { call: CALLS.go_home, segments: [by({ 0: 3 })] })).toBeNull();
    expect(says({ segments: [] })).toBeNull();
    expect(says()).toBeNull();
  });

  it("is the operator's alone", () => {
    const refused = { code: "E_JOG", reason: "only the operator may jog, by a key held at the prompt" };
    for (const origin of ["agent", "replay", "skill", "remote"] as const)
      expect(says({ kernel: { origin } })).toStrictEqual(refused);
    expect(ask(jog, { call: CALLS.jog, segments: [UP], kernel: { nowMs: 1_000, beatAtMs: 990 } })).toStrictEqual(
      refused,
    );
  });

  it("needs a beat of the key in the last 35 ms", () => {
    const refused = (ageS: number) => ({
      code: "E_JOG",
      reason: "no key was held in the last 35 ms; hold it to move",
      measured: ageS,
      limit: 0.035,
    });
    for (const beatAtMs of [1_000, 965]) expect(says({ kernel: { beatAtMs } })).toBeNull();
    expect(says({ kernel: { beatAtMs: 964.5 } })).toEqual(refused(0.0355));
    expect(says({ kernel: { beatAtMs: 1_000.5 } })).toEqual(refused(-0.0005));
    expect(ask(jog, { call: CALLS.jog, segments: [UP], kernel: { origin: "operator", nowMs: 1_000 } })).toStrictEqual(
      refused(Number.POSITIVE_INFINITY),
    );
  });

  it("lets one move of at most 0.1 s pass a beat, and nothing else", () => {
    const refused = { code: "E_JOG", reason: "a beat of the key is good for one move of at most 0.1 s" };
    const wait: Segment = { kind: "wait", seconds: 0.01 };
    for (const segments of [[UP, UP], [UP, wait], [wait], [by({ 3: 0.01 }, 0.1001)], [by({ 3: 0.01 }, Number.NaN)]])
      expect(says({ segments })).toStrictEqual(refused);
    expect(says({ segments: [by({ 3: 0.01 }, 0.1 + 5e-10)] })).toBeNull();
  });

  it("moves no part of the arm, nor what it holds, faster than 0.25 m/s", () => {
    // Joint 1 turns by 2 · Δ / T at most; the tool point is 0.307 m from its axis, no corner of the hand more than 0.42 m.
    const finding = says({ segments: [by({ 0: 0.06 })] });
    const mPerS = finding?.measured ?? 0;
    expect(finding).toEqual({
      code: "E_JOG",
      reason: `a part of the arm would move at ${mPerS.toFixed(3)} m/s (most 0.25)`,
      measured: mPerS,
      limit: 0.25,
    });
    expect(mPerS).toBeLessThan(1.2 * 0.42);
    expect(says({ segments: [by({ 0: 0.125 * (0.1 / 0.42) })] })).toBeNull();
    expect(says({ segments: [by({ 0: -0.125 * (0.1 / 0.3069) * 1.01 })] })).not.toBeNull();
    const [x, y, z] = home.tool.xyzM;
    const far = holding("mug", withObject("mug", [x + 0.4, y, z]));
    expect(says({ segments: [by({ 0: 0.025 })] })).toBeNull();
    expect(says({ segments: [by({ 0: 0.025 })], state: far, cell })?.reason).toMatch(/^a part of the arm would move/);
  });
});

describe("what is near a jogged arm", () => {
  const [x, y, z] = home.tool.xyzM;
  /** A ball straight under the fingers; `topM` is how far below the tool point it begins. */
  const centreUnder = (topM: number): Vec3 => [x, y, z - topM - 0.2];
  const zoned = (topM: number): Cell => ({ ...BARE, zones: [zone(topM)] });
  const zone = (topM: number): Zone => ({
    kind: "keep_out",
    name: "ball",
    solid: { shape: { kind: "sphere", radiusM: 0.2 }, centreM: centreUnder(topM) },
  });
  const block = (isStatic = true): CellObject => ({
    ...cell.objects[0]!,
    id: "block",
    isStatic,
    shape: { kind: "box", sizeM: [0.4, 0.4, 0.1] },
  });
  const onBlock = (topM: number, more: Partial<Cell> = {}): Asked => ({
    cell: { ...BARE, objects: [block()], ...more },
    state: withObject("block", [x, y, z - topM - 0.05], { ...home, objects: {} }),
  });
  /** Numbers out of "would come from A mm to B mm of". */
  const fromTo = (reason = "") => (/from (-?[\d.]+) mm to (-?[\d.]+) mm/.exec(reason) ?? []).slice(1).map(Number);

  it("in a zone goes no deeper, and may go out", () => {
    const finding = says({ cell: zoned(-0.01), segments: [DOWN] });
    expect(finding).toEqual({
      code: "E_JOG",
      reason: expect.stringMatching(
        /^(left|right) finger \d would come from -?\d+\.\d mm to -?\d+\.\d mm of zone ball; jog the other way$/,
      ),
      measured: expect.any(Number),
      limit: expect.any(Number),
    });
    expect(finding!.measured).toBeLessThan(finding!.limit! - 1e-5);
    const [from, to] = fromTo(finding?.reason);
    expect(from).toBeCloseTo(finding!.limit! * 1000, 0);
    expect(to).toBeCloseTo(finding!.measured! * 1000, 0);
    expect(says({ cell: zoned(-0.01), segments: [UP] })).toBeNull();
  });

  it("too near a zone comes no nearer, by a hundredth of a millimetre, and what is clear stays clear by the clearance", () => {
    // The fingers reach 9 mm below the tool point.
    expect(says({ cell: zoned(0.012), segments: [DOWN] })).toMatchObject({ code: "E_JOG" });
    expect(says({ cell: zoned(0.012), segments: [by({ 3: -1e-5 })] })).toBeNull();
    expect(says({ cell: zoned(0.012), segments: [by({ 3: -4e-5 })] })).not.toBeNull();
    const clear = says({ cell: zoned(0.018), segments: [DOWN] });
    expect(clear).toMatchObject({ code: "E_JOG", limit: 0.01 });
    expect(clear!.measured).toBeLessThan(0.01);
    expect(fromTo(clear?.reason)[0]).toBeGreaterThan(10);
    expect(says({ cell: zoned(0.018), segments: [by({ 3: -0.001 })] })).toBeNull();
    expect(says({ cell: zoned(0.04), segments: [DOWN] })).toBeNull();
  });

  it("looks to the very end of the move: 10.02 µm nearer is refused, 9.98 µm is not", () => {
    const frame = Float64Array.of(1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, centreUnder(0.012)[2]);
    const ball = solidOf({ kind: "sphere", radiusM: 0.2 });
    const gaps = armBodies(chain, home.gripper.openingM).map((body) => proximityOf(chain, [body]));
    const lostM = (rad: number): number =>
      Math.max(
        ...gaps.map((gap) => {
          const before = gap.distanceM(HOME, ball, frame);
          return before < 0.01 ? before - gap.distanceM(homeBut({ 3: -rad }), ball, frame) : 0;
        }),
      );
    const radPerM = 2e-5 / lostM(2e-5);
    expect(says({ cell: zoned(0.012), segments: [by({ 3: -9.98e-6 * radPerM })] })).toBeNull();
    expect(says({ cell: zoned(0.012), segments: [by({ 3: -10.02e-6 * radPerM })] })).not.toBeNull();
  });

  it("keeps the cell's clearance from things, and none from the table that the base stands on", () => {
    expect(says({ ...onBlock(0.022), segments: [DOWN] })).toMatchObject({
      code: "E_JOG",
      reason: expect.stringMatching(/ mm of block; jog the other way$/),
      limit: 0.01,
    });
    expect(says({ ...onBlock(0.022), segments: [UP] })).toBeNull();
    expect(says({ ...onBlock(0.022, { limits: { ...cell.limits, clearanceM: 0.002 } }), segments: [DOWN] })).toBeNull();
  });

  it("comes no nearer to somebody than C + Z_d + Z_r, where they were seen", () => {
    const tracked: Cell = {
      ...BARE,
      tracked: [{ name: "person", topic: "/p", staleS: 1, walk: null, shape: { kind: "sphere", radiusM: 0.2 } }],
      separation: {
        humanSpeedMPerS: 1.6,
        reactionS: 0.1,
        stoppingS: null,
        intrusionM: 0.05,
        sensorUncertaintyM: 0.01,
        robotUncertaintyM: 0.005,
        resumeAfterS: 1,
        waitAtMostS: 60,
      },
    };
    const seen = (topM: number, measuredAtS = 0): Partial<KernelFacts> => ({
      tracked: {
        atS: 0,
        readings: [{ measuredAtS, centreM: Float64Array.from(centreUnder(topM)), velocityMPerS: new Float64Array(3) }],
      },
    });
    const finding = says({ cell: tracked, segments: [DOWN], kernel: seen(0.072) });
    expect(finding).toMatchObject({
      code: "E_JOG",
      reason: expect.stringMatching(/ mm of person; jog the other way$/),
      limit: expect.closeTo(0.065, 9),
    });
    expect(says({ cell: tracked, segments: [UP], kernel: seen(0.072) })).toBeNull();
    expect(says({ cell: tracked, segments: [DOWN], kernel: seen(0.09) })).toBeNull();
    expect(says({ cell: tracked, segments: [DOWN], kernel: seen(0.05) })?.limit).toBeLessThan(0.065);
    // Nobody is where nobody was seen, and without terms contact is what may not be.
    expect(says({ cell: tracked, segments: [DOWN], kernel: seen(0.072, -5) })).toBeNull();
    expect(says({ cell: tracked, segments: [DOWN] })).toBeNull();
    expect(says({ cell: { ...tracked, separation: null }, segments: [DOWN], kernel: seen(0.072) })).toBeNull();
    expect(says({ cell: { ...tracked, separation: null }, segments: [DOWN], kernel: seen(0.001) })).not.toBeNull();
  });

  it("that never moves counts for nothing: the base may stand in a zone", () => {
    const round: Zone = {
      kind: "keep_out",
      name: "foot",
      solid: { shape: { kind: "sphere", radiusM: 0.05 }, centreM: [-0.1, 0, 0] },
    };
    for (const segments of [[UP], [DOWN]]) expect(says({ cell: { ...BARE, zones: [round] }, segments })).toBeNull();
  });
});

describe("an arm that touches itself", () => {
  const folded = homeBut({ 3: -0.6, 5: -0.9 });
  const state = (jointsRad: readonly number[]): Measured => ({
    ...home,
    jointsRad,
    tool: toolPoseAt(chain, jointsRad),
  });
  const fold = (byRad: number) => move([folded, folded.map((rad, j) => (j === 5 ? rad + byRad : rad))], null, 0.1);
  const finding = (byRad: number) => says({ cell: BARE, segments: [fold(byRad)], state: state(folded) });

  it("goes no deeper into itself, and may unfold", () => {
    expect(finding(-0.01)).toEqual({
      code: "E_JOG",
      reason: expect.stringMatching(/^[\w ]+ would go deeper into [\w ]+; jog the other way$/),
      measured: expect.any(Number),
      limit: expect.any(Number),
    });
    expect(finding(-0.01)!.measured).toBeLessThan(finding(-0.01)!.limit! - 1e-5);
    expect(finding(0.01)).toBeNull();
    expect(finding(-1e-6)).toBeNull();
  });

  /** Where on the way from home to folded it begins to touch itself: clear at the first, touching at the second. */
  const edge = (): readonly [number, number] => {
    const at = (share: number) => HOME.map((rad, j) => rad + share * (folded[j]! - rad));
    const self = selfCheckerOf(chain, armBodies(chain, home.gripper.openingM));
    const isTouching = (share: number) => self.look(at(share)).kind === "contact";
    let [clear, touching] = [0, 1];
    for (let k = 0; k < 30; k++) {
      const middle = (clear + touching) / 2;
      if (isTouching(middle)) touching = middle;
      else clear = middle;
    }
    return [clear, touching];
  };

  it("may come out of it within one beat; that it gets into none is for the hook self-collision to see", () => {
    const at = (share: number) => HOME.map((rad, j) => rad + share * (folded[j]! - rad));
    const [clear, touching] = edge();
    expect(touching).toBeGreaterThan(0.1);
    const from = (share: number, to: number) =>
      says({ cell: BARE, segments: [move([at(share), at(to)], null, 0.1)], state: state(at(share)) });
    expect(from(touching, touching + 0.01)).not.toBeNull();
    expect(from(touching, touching - 0.01)).toBeNull();
    expect(from(clear, clear + 0.01)).toBeNull();
  });
});
