// Where a plan starts and how it moves: start, joint-limits, workspace and speed, at their limits, whole findings.
import { describe, expect, it } from "vitest";
import { jointLimits } from "../../../hooks/pre/joint-limits.ts";
import { speed } from "../../../hooks/pre/speed.ts";
import { start } from "../../../hooks/pre/start.ts";
import { workspace } from "../../../hooks/pre/workspace.ts";
import type { Cell, Zone } from "../../../kernel/contract/cell.ts";
import type { MoveSegment, Segment } from "../../../kernel/contract/plan.ts";
import { ask, cell, holding, home, homeBut, move, withObject } from "../../fixtures/judging.ts";

const WAIT: Segment = { kind: "wait", seconds: 1 };
/** By how much joints 1, 2 … are turned. */
const turned = (...byRad: readonly number[]): readonly number[] => homeBut(Object.fromEntries(byRad.entries()));
const HOME = turned();
const NAMES = cell.robot.joints.map(({ name }) => name);

describe("start", () => {
  const from = (...points: readonly (readonly number[])[]) => ask(start, { segments: [move(points)] });

  it("is called so in verdicts and logs", () => expect(start.name).toBe("start"));

  it("takes a start within a millionth of a radian of every joint, either way, and refuses more: setpoints would jump", () => {
    // Joint 1 of home is 0, so this is exactly the limit.
    for (const off of [0, 1e-6, -1e-6]) expect(from(turned(off), turned(0.1))).toBeNull();
    expect(from(turned(0, 0, 0, 0, 0, 0, 1.1e-6), HOME)).not.toBeNull();
    expect(from(turned(-0.0312), HOME)).toEqual({
      code: "E_START",
      reason: "a motion would start 0.0312 rad from where the arm is (most 0.000001); plan again",
      measured: 0.0312,
      limit: 1e-6,
    });
  });

  it("refuses a start that has no number for every joint", () => {
    expect(from(HOME.slice(0, 6), HOME)).toMatchObject({ code: "E_START", measured: Number.NaN });
    expect(from(turned(Number.NaN), HOME)).toMatchObject({ code: "E_START" });
    expect(from()).toMatchObject({ code: "E_START" });
  });

  it("takes a seam of a millionth of a radian between motions, and refuses more", () => {
    const seam = (off: number) =>
      ask(start, { segments: [WAIT, move([turned(0.1), HOME].toReversed()), WAIT, move([turned(0.1 + off), HOME])] });
    expect(seam(0)).toBeNull();
    expect(seam(0.9e-6)).toBeNull();
    expect(seam(2e-6)).toEqual({
      code: "E_START",
      reason: "a motion would start 0.00000200 rad from where the arm is (most 0.000001); plan again",
      measured: expect.closeTo(2e-6, 12),
      limit: 1e-6,
    });
    // The first motion ends where joint 1 is 0: the seam is exactly the limit.
    expect(ask(start, { segments: [move([HOME, HOME]), move([turned(1e-6), HOME])] })).toBeNull();
  });

  it("takes an arm that creeps at 0.02 rad/s, and refuses one that moves", () => {
    const moving = (radPerS: number, segments: readonly Segment[]) =>
      ask(start, { segments, state: { ...home, jointsRadPerS: [0, 0, radPerS, 0.01, 0, 0, 0] } });
    for (const radPerS of [0.02, -0.02]) expect(moving(radPerS, [WAIT])).toBeNull();
    for (const radPerS of [0.0251, -0.0251])
      expect(moving(radPerS, [WAIT])).toEqual({
        code: "E_START",
        reason: "the arm still moves at 0.025 rad/s (most 0.02); wait until it is at rest",
        measured: 0.0251,
        limit: 0.02,
      });
    expect(moving(0.5, [])).toBeNull();
    expect(ask(start, { segments: [WAIT], state: { ...home, jointsRadPerS: [] } })).toBeNull();
  });
});

describe("joint-limits", () => {
  const to = (...byRad: readonly number[]): Segment => move([HOME, turned(...byRad)]);

  it("is called so in verdicts and logs", () => expect(jointLimits.name).toBe("joint-limits"));

  it("takes a joint to its limit, and refuses one past it on either side, in degrees", () => {
    // Joint 3 of the FR3 may be driven to its end of 2.9007 rad.
    expect(ask(jointLimits, { segments: [to(0, 0, 2.9007)] })).toBeNull();
    expect(ask(jointLimits, { segments: [to(0, 0, 2.9007 + 2e-6)] })).toMatchObject({ limit: 2.9007 });
    expect(ask(jointLimits, { segments: [to(2.7537)] })).toEqual({
      code: "E_JOINT_LIMIT",
      reason: `${NAMES[0]} would turn to 157.78 deg, past its limit of 157.20 deg; choose a target further inside`,
      measured: 2.7537,
      limit: 2.7437,
    });
    expect(ask(jointLimits, { segments: [to(0, -1.2)] })).toEqual({
      code: "E_JOINT_LIMIT",
      reason: `${NAMES[1]} would turn to -113.75 deg, past its limit of -102.20 deg; choose a target further inside`,
      measured: expect.closeTo(-0.785398 - 1.2, 6),
      limit: -1.7837,
    });
  });

  it("refuses what lies in the range but where the FR3 has no speed left to go to, and lets an arm out of there", () => {
    // Joint 1: -0.30 + sqrt(12 (2.7501 - q)) is 1e-4 of 2.62 rad/s at q = 2.742587.
    expect(ask(jointLimits, { segments: [to(2.742586)] })).toBeNull();
    expect(ask(jointLimits, { segments: [to(2.7437)] })).toEqual({
      code: "E_JOINT_LIMIT",
      reason: `${NAMES[0]} would turn to 157.20 deg, past 157.14 deg, where its speed limit falls to nothing; choose a target further inside`,
      measured: 2.7437,
      limit: expect.closeTo(2.742587, 6),
    });
    expect(ask(jointLimits, { segments: [move([turned(2.743), HOME])] })).toBeNull();
    expect(ask(jointLimits, { segments: [move([turned(2.743), turned(2.7435)])] })).not.toBeNull();
  });

  it("judges every motion of the plan, and nothing but motion", () => {
    expect(ask(jointLimits, { segments: [WAIT, to(0.1), to(3)] })).toMatchObject({
      code: "E_JOINT_LIMIT",
      measured: 3,
    });
    expect(ask(jointLimits, { segments: [WAIT, to(0.1)] })).toBeNull();
    expect(ask(jointLimits)).toBeNull();
  });
});

describe("workspace", () => {
  const up = move([HOME, turned(0, 0, 0, 0.2)]);
  const roof = (maxZM: number): Cell => ({ ...cell, workspace: { ...cell.workspace, maxM: [0.8, 0.7, maxZM] } });
  const floor = (minZM: number): Cell => ({ ...cell, workspace: { ...cell.workspace, minM: [-0.3, -0.7, minZM] } });

  it("is called so in verdicts and logs", () => expect(workspace.name).toBe("workspace"));

  it("refuses the tool point outside, and tells how far, where and what to do", () => {
    const finding = ask(workspace, { segments: [WAIT, up], cell: roof(0.5) });
    expect(finding).toEqual({
      code: "E_WORKSPACE",
      reason: expect.stringMatching(
        /^the tool point would be \d+ mm outside the workspace at \(0\.\d{3}, -?0\.000, 0\.\d{3}\); choose a target inside it$/,
      ),
      measured: expect.any(Number),
      limit: 0,
    });
    const outM = finding?.measured ?? 0;
    expect(outM).toBeGreaterThan(0.01);
    expect(finding?.reason).toContain(`${(outM * 1000).toFixed(0)} mm outside`);
    expect(ask(workspace, { segments: [WAIT, up], cell: roof(0.5 + outM) })).toBeNull();
  });

  it("judges every motion of the plan, and nothing but motion", () => {
    const still = move([HOME, HOME]);
    expect(ask(workspace, { segments: [still, WAIT], cell: roof(0.5) })).toBeNull();
    expect(ask(workspace, { segments: [still, up], cell: roof(0.5) })).not.toBeNull();
    expect(ask(workspace, { segments: [WAIT], cell: roof(0.3) })).toBeNull();
  });

  it("counts what the hand holds as the walk has it, whatever the segment says", () => {
    const down = move([HOME, turned(0, 0, 0, -0.1)]);
    const state = holding("mug", withObject("mug", home.tool.xyzM));
    expect(ask(workspace, { segments: [down], cell: floor(0.4) })).toBeNull();
    expect(ask(workspace, { segments: [down], cell: floor(0.4), state })?.reason).toMatch(
      /^mug would be \d+ mm outside/,
    );
  });
});

describe("speed", () => {
  /** Joint 7 alone by an angle: nothing but that joint moves, and the tool point stands. */
  const spin = (rad: number, durationS: number): MoveSegment =>
    move([HOME, turned(0, 0, 0, 0, 0, 0, rad)], null, durationS);
  const swing = (rad: number, durationS: number): MoveSegment => move([HOME, turned(rad)], null, durationS);
  const scaled = (jointScale: number, more: Partial<Cell> = {}): Cell => ({
    ...cell,
    ...more,
    limits: { ...cell.limits, jointScale },
  });

  /** Limits of acceleration and jerk out of the way. */
  const fast: Cell = scaled(0.6, {
    robot: {
      ...cell.robot,
      joints: cell.robot.joints.map(({ limits: { velocityByPosition: _byPosition, ...limits }, ...joint }) => ({
        ...joint,
        limits: { ...limits, accelerationRadPerS2: 1e6, jerkRadPerS3: 1e9 },
      })),
    },
  });

  it("is called so in verdicts and logs", () => expect(speed.name).toBe("speed"));

  it("takes a motion of 600 s and refuses a longer one, or one without a number", () => {
    expect(ask(speed, { segments: [spin(0.1, 600)] })).toBeNull();
    expect(ask(speed, { segments: [WAIT, spin(0.1, 4500)] })).toEqual({
      code: "E_TOO_LONG",
      reason: "one motion would take 4.50e+3 s (most 600 s); raise the speed",
      measured: 4500,
      limit: 600,
    });
    expect(ask(speed, { segments: [spin(0.1, 600.001)] })).not.toBeNull();
    expect(ask(speed, { segments: [spin(0.1, Number.NaN)] })).toMatchObject({ code: "E_TOO_LONG" });
  });

  /**
   * A motion of jerk +, -, -, + over a quarter of T each: its velocity is 2·Δ/T at most, its acceleration 8·Δ/T², its
   * jerk 32·Δ/T³. Joint 7 of the FR3 is rated 5.26 rad/s, 10 rad/s² and 5000 rad/s³.
   */
  it("refuses a joint that is too fast, and names joint, share and kind", () => {
    // 2 · 0.4 / T = 3.32 rad/s, 63 % of 5.26.
    const seconds = 0.8 / (0.63 * 5.26);
    expect(ask(speed, { segments: [spin(0.4, seconds)], cell: fast })).toEqual({
      code: "E_JOINT_SPEED",
      reason: `joint ${NAMES[6]} would use 63 % of its rated velocity (most 60 %); move slower`,
      measured: expect.closeTo(0.63, 6),
      limit: 0.6,
    });
    expect(ask(speed, { segments: [spin(0.4, 0.8 / (0.5999 * 5.26))], cell: fast })).toBeNull();
    expect(ask(speed, { segments: [spin(0.4, 0.8 / (0.6002 * 5.26))], cell: fast })).not.toBeNull();
  });

  it("finds the fastest instant wherever in the motion it lies", () => {
    // Joint 7 through 0, a, a at s = 0, ½, 1: the natural spline is a·(2.5·s - 2·s³) up to ½. In the second quarter of
    // the time s = 1/12 + u + 4·u² - 16/3·u³, so joint 7 is fastest between the ends of phases and pieces.
    let most = 0;
    for (let u = 0; u <= 0.25; u += 1e-5) {
      const s = 1 / 12 + u + 4 * u ** 2 - (16 / 3) * u ** 3;
      most = Math.max(most, (2.5 - 6 * s ** 2) * (1 + 8 * u - 16 * u ** 2));
    }
    const a = 0.4;
    const through = (share: number): MoveSegment => ({
      ...move([HOME, turned(0, 0, 0, 0, 0, 0, a), turned(0, 0, 0, 0, 0, 0, a)], null, (most * a) / (share * 5.26)),
      knots: [0, 0.5, 1],
    });
    const finding = ask(speed, { segments: [through(0.63)], cell: fast });
    expect(finding).toMatchObject({
      code: "E_JOINT_SPEED",
      reason: expect.stringMatching(/63 % of its rated velocity/),
    });
    expect(Math.abs((finding?.measured ?? 0) / 0.63 - 1)).toBeLessThan(1e-3);
    expect(ask(speed, { segments: [through(0.599)], cell: fast })).toBeNull();
  });

  it("refuses a joint that speeds up too hard, or too suddenly", () => {
    const byAcceleration = (share: number) => Math.sqrt((8 * 0.1) / (share * 10));
    expect(ask(speed, { segments: [spin(0.1, byAcceleration(0.7))] })).toEqual({
      code: "E_JOINT_SPEED",
      reason: `joint ${NAMES[6]} would use 70 % of its rated acceleration (most 60 %); move slower`,
      measured: expect.closeTo(0.7, 6),
      limit: 0.6,
    });
    // A ten-thousandth more is rounding.
    for (const share of [0.5999, 0.60003])
      expect(ask(speed, { segments: [spin(0.1, byAcceleration(share))] })).toBeNull();
    expect(ask(speed, { segments: [spin(0.1, byAcceleration(0.6002))] })).not.toBeNull();
    // Over 0.0001 rad in 9 ms jerk counts before acceleration does.
    const byJerk = (share: number) => Math.cbrt((32 * 1e-4) / (share * 5000));
    expect(ask(speed, { segments: [spin(1e-4, byJerk(0.8))] })).toMatchObject({
      code: "E_JOINT_SPEED",
      reason: expect.stringMatching(/of its rated (acceleration|jerk) \(most 60 %\); move slower$/),
    });
    const soft: Cell = scaled(0.6, {
      robot: {
        ...cell.robot,
        joints: cell.robot.joints.map((joint) => ({
          ...joint,
          limits: { ...joint.limits, accelerationRadPerS2: 1e6 },
        })),
      },
    });
    expect(ask(speed, { segments: [spin(1e-4, byJerk(0.8))], cell: soft })).toEqual({
      code: "E_JOINT_SPEED",
      reason: `joint ${NAMES[6]} would use 80 % of its rated jerk (most 60 %); move slower`,
      measured: expect.closeTo(0.8, 6),
      limit: 0.6,
    });
    expect(ask(speed, { segments: [spin(1e-4, byJerk(0.5999))], cell: soft })).toBeNull();
  });

  it("refuses a tool point above the cell's speed, and takes one at it", () => {
    // Joint 1 alone: the tool point is 0.3069 m from its axis, 2 · 0.8 · 0.3069 / T.
    const seconds = (mPerS: number) => (2 * 0.8 * 0.3069) / mPerS;
    const slow: Cell = { ...cell, limits: { ...cell.limits, toolSpeedMPerS: 0.25 } };
    expect(ask(speed, { segments: [swing(0.8, seconds(0.2495))], cell: slow })).toBeNull();
    expect(ask(speed, { segments: [swing(0.8, seconds(0.251))], cell: slow })).not.toBeNull();
    expect(ask(speed, { segments: [swing(0.8, seconds(0.3))], cell: slow })).toEqual({
      code: "E_TOOL_SPEED",
      reason: "the tool point would move at 0.300 m/s where 0.25 m/s is allowed; move slower",
      measured: expect.closeTo(0.3, 3),
      limit: 0.25,
    });
  });

  it("refuses an elbow above a zone's speed, by the name of its joint", () => {
    const zone: Zone = {
      kind: "reduced_speed",
      name: "elbow",
      maxToolSpeedMPerS: 0.05,
      solid: { shape: { kind: "sphere", radiusM: 0.3 }, centreM: [-0.1, 0, 0.615] },
    };
    expect(ask(speed, { segments: [swing(0.4, 1.3)], cell: { ...cell, zones: [zone] } })).toMatchObject({
      code: "E_TOOL_SPEED",
      reason: expect.stringMatching(
        new RegExp(`^the arm at ${NAMES[2]} would move at 0\\.\\d{3} m/s where 0\\.05 m/s is allowed`),
      ),
      limit: 0.05,
    });
  });

  it("judges every motion of the plan", () => {
    expect(ask(speed, { segments: [spin(0.1, 5), WAIT, spin(0.1, 700)] })).toMatchObject({ code: "E_TOO_LONG" });
    expect(ask(speed, { segments: [spin(0.1, 5), spin(0.1, 0.2)] })).toMatchObject({ code: "E_JOINT_SPEED" });
    expect(ask(speed, { segments: [spin(0.1, 5), WAIT] })).toBeNull();
    expect(ask(speed)).toBeNull();
  });
});
