// What is said when a motion may not start for people: whole findings, and which bodies, people and plans count.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultCellPath, parseCell } from "../../../cells/load-cell.ts";
import { separation } from "../../../hooks/pre/separation.ts";
import type { Cell, Separation, TrackedZone } from "../../../kernel/contract/cell.ts";
import type { Vec3 } from "../../../kernel/contract/geometry.ts";
import type { Measured } from "../../../kernel/contract/measured.ts";
import type { Segment } from "../../../kernel/contract/plan.ts";
import type { TrackedReading } from "../../../kernel/contract/tracking.ts";
import { ask, CALLS, holding, home, homeBut, move, withObject } from "../../fixtures/judging.ts";
import { SEPARATION } from "../../fixtures/separation-terms.ts";

const { cell: empty } = parseCell(readFileSync(defaultCellPath(), "utf8"), "default");
const PERSON: TrackedZone = {
  name: "person",
  topic: "/people/1",
  shape: { kind: "capsule", radiusM: 0.25, lengthM: 1.25 },
  staleS: 0.2,
  walk: null,
};
const BARE: Cell = { ...empty!, zones: [], objects: empty!.objects.filter(({ id }) => id === "mug") };
const withPeople = (terms: Partial<Separation> = {}, tracked: readonly TrackedZone[] = [PERSON]): Cell => ({
  ...BARE,
  tracked,
  separation: { ...SEPARATION, ...terms },
});
const seen = (centreM: Vec3, measuredAtS = 0): TrackedReading => ({
  measuredAtS,
  centreM: Float64Array.from(centreM),
  velocityMPerS: new Float64Array(3).fill(Number.NaN),
});
const FAR = seen([3, 0, 0.9]);
const WAIT: Segment = { kind: "wait", seconds: 1 };
const TURN = move([homeBut({}), homeBut({ 0: 0.2 })]);

const says = (
  readings: readonly TrackedReading[],
  of: {
    readonly cell?: Cell;
    readonly segments?: readonly Segment[];
    readonly state?: Measured;
    readonly atS?: number;
  } = {},
) =>
  ask(separation, {
    call: CALLS.move_joints,
    segments: of.segments ?? [TURN],
    state: of.state ?? home,
    cell: of.cell ?? withPeople(),
    kernel: { tracked: { atS: of.atS ?? 0, readings } },
  });

it("is called so in verdicts and logs", () => expect(separation.name).toBe("separation"));

describe("people too near to start", () => {
  it("are named, with how near and how far it should be at least: v · (reaction + age + stop) + C + Z_d + Z_r", () => {
    const finding = says([seen([0.9, 0, 0.9], 1)], { atS: 1.1 });
    const leastM = 1.6 * (0.1 + 0.1 + 0.02) + 0.17;
    const measured = finding?.measured ?? 0;
    expect(finding).toEqual({
      code: "E_SEPARATION",
      reason: `person is ${measured.toFixed(2)} m from the arm (least ${leastM.toFixed(2)} m to start); wait until they step back`,
      measured,
      limit: expect.closeTo(leastM, 9),
    });
    // The hand reaches to about 0.34 m, they to 0.65 m.
    expect(measured).toBeGreaterThan(0.25);
    expect(measured).toBeLessThan(0.35);
    expect(says([FAR])).toBeNull();
  });

  it("a stop that the cell declares longer counts as that long", () => {
    const finding = says([seen([0.9, 0, 0.9])], { cell: withPeople({ stoppingS: 0.4 }) });
    expect(finding?.limit).toBeCloseTo(1.6 * (0.1 + 0.4) + 0.17, 9);
  });

  it("are the ones who are near, of several", () => {
    const other: TrackedZone = { ...PERSON, name: "visitor", topic: "/people/2" };
    const two = withPeople({}, [PERSON, other]);
    expect(says([FAR, seen([0.9, 0, 0.9])], { cell: two })?.reason).toMatch(/^visitor is 0\.\d\d m from the arm/);
    expect(says([FAR, seen([0.9, 0, 0.9], -1)], { cell: two })?.reason).toMatch(/^nobody knows where visitor is/);
    expect(says([FAR, FAR], { cell: two })).toBeNull();
  });

  it("are near to what the hand holds, not only to the arm", () => {
    const [x, y, z] = home.tool.xyzM;
    const held = holding("mug", withObject("mug", [x + 0.3, y, z]));
    const bare = says([seen([0.9, 0, 0.9])])?.measured ?? 0;
    expect(
      says([seen([0.9, 0, 0.9])], { state: held, segments: [{ ...TURN, carrying: null }] })?.measured,
    ).toBeLessThan(bare - 0.1);
  });
});

describe("people nobody knows of", () => {
  const unknown = (since: string, ageS: number) => ({
    code: "E_SEPARATION",
    reason: `nobody knows where person is: ${since} on /people/1 (most 0.2 s), so they count as right here; look at the sensor, wait a second, and try again`,
    measured: ageS,
    limit: 0.2,
  });

  it("are told of with the age of the last report, or that there is none", () => {
    expect(says([seen([3, 0, 0.9], 0)], { atS: 0.25 })).toEqual(unknown("the last usable report is 0.25 s old", 0.25));
    expect(says([])).toEqual(unknown("there is no report", Number.POSITIVE_INFINITY));
    expect(says([seen([3, 0, 0.9], Number.NEGATIVE_INFINITY)])).toEqual(
      unknown("there is no report", Number.POSITIVE_INFINITY),
    );
    expect(says([seen([3, 0, 0.9], 0)], { atS: 0.2 })).toBeNull();
  });
});

describe("people in the way", () => {
  const swing = move([homeBut({}), homeBut({ 0: 1.6, 1: 1, 3: 0.9 })]);
  const aside = seen([-0.1, 0.95, 0.9]);

  it("are not swept through, nor passed nearer than C + Z_d + Z_r", () => {
    expect(says([aside], { segments: [swing] })).toMatchObject({
      code: "E_SEPARATION",
      reason: expect.stringMatching(
        / would (meet|pass \d+\.\d mm from) person .*near \(.*\); choose a target or a way further from it$/,
      ),
      limit: expect.closeTo(0.17, 9),
    });
    expect(says([aside], { segments: [WAIT, TURN] })).toBeNull();
    expect(
      says([aside], { segments: [TURN, move([homeBut({ 0: 0.2 }), homeBut({ 0: 1.6, 1: 1, 3: 0.9 })])] }),
    ).not.toBeNull();
    expect(says([seen([-3, 0.95, 0.9])], { segments: [swing] })).toBeNull();
  });

  it("may stand by the base, which never moves", () => {
    const hand: TrackedZone = { ...PERSON, shape: { kind: "sphere", radiusM: 0.03 } };
    const near = withPeople({ humanSpeedMPerS: 0, intrusionM: 0.03, sensorUncertaintyM: 0, robotUncertaintyM: 0 }, [
      hand,
    ]);
    const at = (xM: number) => says([seen([xM, 0, 0.02])], { cell: near });
    expect(at(-0.2)).toBeNull();
    expect(at(-0.18)).toBeNull();
    expect(at(-0.16)).toBeNull();
  });
});

describe("nobody is asked", () => {
  it("of a plan that only waits, or does nothing; of one that waits and moves they are", () => {
    const near = [seen([0.9, 0, 0.9])];
    expect(says(near, { segments: [WAIT, WAIT] })).toBeNull();
    expect(says(near, { segments: [] })).toBeNull();
    expect(says(near, { segments: [WAIT, TURN] })).not.toBeNull();
  });

  it("where nobody is tracked, whatever the terms, and offline", () => {
    expect(says([], { cell: { ...BARE, tracked: [], separation: SEPARATION } })).toBeNull();
    expect(ask(separation, { segments: [TURN], cell: withPeople(), kernel: { tracked: null } })).toBeNull();
  });

  it("of a jog, which has its own rule, and in a cell that gives no terms", () => {
    const kernel = { tracked: { atS: 0, readings: [seen([0.9, 0, 0.9])] } };
    expect(ask(separation, { call: CALLS.jog, segments: [TURN], cell: withPeople(), kernel })).toBeNull();
    expect(ask(separation, { segments: [TURN], cell: { ...withPeople(), separation: null }, kernel })).toBeNull();
  });

  it("of steps under way", () => {
    const kernel = { tracked: { atS: 0, readings: [seen([0.9, 0, 0.9])] } };
    expect(
      ask(separation, { segments: [TURN], cell: withPeople(), kernel: { ...kernel, isUnderWay: true } }),
    ).toBeNull();
    expect(
      ask(separation, { segments: [TURN], cell: withPeople(), kernel: { ...kernel, isUnderWay: false } }),
    ).not.toBeNull();
  });
});
