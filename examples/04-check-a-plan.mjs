// `check` judges calls from the cell's home without moving anything: the same gate, hooks and reasons.
import assert from "node:assert/strict";
import { lines } from "./roboos.mjs";

const call = (tool, args) => ({ tool, args });
const { status, answers } = lines(
  ["check"],
  [
    { id: "home", calls: [call("go_home", {})] },
    { id: "open space", calls: [call("move_to", { x: 0.4, y: 0.1, z: 0.3 })] },
    {
      id: "pick and place",
      calls: [call("pick", { object: "blue_cube" }), call("place", { target: "bin", relation: "in" })],
    },
    { id: "into the lamp", calls: [call("move_to", { x: 0.6, y: 0, z: 0.5 })] },
    {
      id: "straight past the lamp",
      calls: [
        call("follow_path", {
          waypoints: [
            { x: 0.6, y: 0.25, z: 0.5 },
            { x: 0.6, y: -0.25, z: 0.5 },
          ],
        }),
      ],
    },
    { id: "under the table", calls: [call("move_to", { x: 0.4, y: 0, z: -0.05 })] },
    { id: "too far", calls: [call("move_to", { x: 2, y: 0, z: 0.3 })] },
    { id: "a string for a number", calls: [call("move_to", { x: "0.4", y: 0, z: 0.3 })] },
    { id: "an extra argument", calls: [call("go_home", { quickly: true })] },
    { id: "no such tool", calls: [call("raw_bytes", { bytes: "FF" })] },
    { id: "nothing", calls: [] },
  ],
);
assert.equal(status, 0);
for (const { id, verdict, code, reason } of answers) console.log(`${verdict.padEnd(5)} ${id}: ${code} ${reason}`);

const verdicts = Object.fromEntries(answers.map(({ id, verdict }) => [id, verdict]));
const allowed = ["home", "open space", "pick and place"];
for (const [id, verdict] of Object.entries(verdicts))
  assert.equal(verdict, allowed.includes(id) ? "allow" : "deny", id);
assert.equal(answers.length, 11);
assert.match(answers[4].reason, /lamp/);
assert.equal(answers[7].code, "E_SCHEMA");
assert.equal(answers[9].code, "E_UNKNOWN_TOOL");
