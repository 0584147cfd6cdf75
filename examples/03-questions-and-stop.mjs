// What is not fully understood is asked about; stop always wins; the emergency stop outlives the process.
import assert from "node:assert/strict";
import { roboos, run } from "./roboos.mjs";

const asked = run("move 10 to the left");
assert.equal(asked.status, 3);
assert.equal(asked.result.outcome, "clarify");
assert.ok(asked.result.question.length > 0);
assert.deepEqual(asked.result.calls, []);
console.log(`asked back: ${asked.result.question}`);

const negated = run("do not pick up the red cube");
assert.notEqual(negated.result.outcome, "done");
assert.deepEqual(negated.result.calls, []);

const stopped = run("stop");
assert.equal(stopped.status, 0);
assert.equal(stopped.result.outcome, "stopped");

// Pressed once, latched for every later process, and no sentence releases it.
assert.equal(run("emergency stop").result.outcome, "stopped");
const refused = run("go home");
assert.equal(refused.status, 2);
assert.equal(refused.result.code, "E_ESTOPPED");

// Only a person with the supervisor's key, giving a reason, may; then the arm is disarmed, not moving.
assert.equal(roboos(["release"]).status, 64);
assert.equal(roboos(["release", "--reason", "looked over the cell", "--key", "/dev/null"]).status, 1);
assert.equal(run("go home").result.code, "E_ESTOPPED");
assert.equal(roboos(["release", "--reason", "looked over the cell"]).status, 0);
assert.equal(run("go home").result.outcome, "done");
