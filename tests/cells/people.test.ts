// Cells with people: tracked zones, separation terms and force limits, read and refused.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultCellPath, faultLine, parseCell } from "../../cells/load-cell.ts";

const TABLETOP = readFileSync(defaultCellPath(), "utf8");
const PERSON = `  - name: person
    kind: tracked
    topic: /people/1
    stale_ms: 200
    shape: { capsule: { radius_m: 0.25, height_m: 1.75 } }
    sim: { points: [{ at_s: 0, center_m: [2, 0, 0.9] }, { at_s: 1, center_m: [1, 0, 0.9] }], latency_ms: 50 }
`;
const SEPARATION = `separation: { reaction_s: 0.1, intrusion_m: 0.1, sensor_uncertainty_m: 0.05, robot_uncertainty_m: 0.02, resume_after_s: 1 }
`;
const FORCE = `force: { external_torque_nm: [20, 20, 20, 20, 10, 10, 10], external_force_n: 60 }
`;

const withPerson = (person = PERSON, rest = SEPARATION + FORCE): string =>
  `${TABLETOP.replace("zones:\n", `zones:\n${person}`)}${rest}`;
const faultsOf = (text: string): string[] => parseCell(text, "f").faults.map((fault) => faultLine("f", fault));

describe("a cell with people", () => {
  it("is read into seconds and metres, with the standard's walking speed where none is given", () => {
    const { cell, faults, notices } = parseCell(withPerson(), "f");
    expect([faults, notices]).toEqual([[], []]);
    expect(cell?.zones.map(({ name }) => name)).toEqual(["operator", "lamp", "shared"]);
    expect(cell?.tracked).toEqual([
      {
        name: "person",
        topic: "/people/1",
        shape: { kind: "capsule", radiusM: 0.25, lengthM: 1.25 },
        staleS: 0.2,
        walk: {
          points: [
            { atS: 0, centreM: [2, 0, 0.9] },
            { atS: 1, centreM: [1, 0, 0.9] },
          ],
          repeats: false,
          periodS: 0.04,
          latencyS: 0.05,
          jitterS: 0,
          lostShare: 0,
        },
      },
    ]);
    expect(cell?.separation).toEqual({
      humanSpeedMPerS: 1.6,
      reactionS: 0.1,
      stoppingS: null,
      intrusionM: 0.1,
      sensorUncertaintyM: 0.05,
      robotUncertaintyM: 0.02,
      resumeAfterS: 1,
      waitAtMostS: 60,
    });
    expect(cell?.force).toEqual({
      externalTorqueNm: [20, 20, 20, 20, 10, 10, 10],
      externalForceN: 60,
      transientFactor: 2,
      transientS: 0.5,
    });
  });

  it("need none of it: the default cell has nobody, no terms and no force limits", () => {
    const { cell } = parseCell(TABLETOP, "f");
    expect([cell?.tracked, cell?.separation, cell?.force]).toEqual([[], null, null]);
  });

  it.each([
    ["no separation terms", withPerson(PERSON, ""), /person is tracked, but the cell has no separation terms/],
    [
      "a topic twice",
      withPerson(PERSON + PERSON.replace("person", "other")),
      /topic \/people\/1 is already that of person/,
    ],
    ["a walk back in time", withPerson(PERSON.replace("at_s: 1", "at_s: 0")), /at_s 0 s is not after 0 s/],
    ["a name twice", withPerson(PERSON.replace("person", "lamp")), /the name lamp is already that of zones\[0\]/],
    ["an unknown term", withPerson(PERSON, SEPARATION.replace("reaction_s", "reaction_ms")), /unknown key reaction_ms/],
    [
      "no term for Z_d",
      withPerson(PERSON, SEPARATION.replace("sensor_uncertainty_m: 0.05, ", "")),
      /sensor_uncertainty_m is missing/,
    ],
    [
      "six limits for seven joints",
      withPerson(PERSON, SEPARATION + FORCE.replace("[20, ", "[")),
      /6 limits for 7 joints/,
    ],
    [
      "no force limit at all",
      withPerson(PERSON, `${SEPARATION}force: {}\n`),
      /must hold external_torque_nm, external_force_n, or both/,
    ],
    [
      "seconds that are milliseconds",
      withPerson(PERSON, SEPARATION.replace("reaction_s: 0.1", "reaction_s: 100")),
      /reaction_s: .*at most 5/,
    ],
  ])("is refused with %s", (_what, text, message) => {
    expect(faultsOf(text).join("\n")).toMatch(message);
  });
});
