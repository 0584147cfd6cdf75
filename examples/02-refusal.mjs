// A goal inside a keep-out zone is refused before anything moves, and the refusal names the rule.
import assert from "node:assert/strict";
import { run } from "./roboos.mjs";

const { status, result } = run("move to x 0.6 y 0 z 0.5");
assert.equal(status, 2);
assert.equal(result.outcome, "refused");
assert.equal(result.verified, false);
assert.match(result.code, /^E_/);
assert.match(result.reason, /lamp/);

// Nothing moved: the tool point is measured where the cell's home has it.
const { x, y, z } = result.final.tcp;
assert.ok(Math.hypot(x - 0.3069, y, z - 0.4869) < 0.005, `tool at ${x}, ${y}, ${z}`);
console.log(`refused: ${result.code}: ${result.reason}`);
