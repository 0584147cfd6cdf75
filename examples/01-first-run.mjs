// A sentence becomes a motion, and "done" means measured: the cube is where physics says it is.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { roboos, run } from "./roboos.mjs";

const { status, result } = run("pick up the red cube and put it in the tray");
assert.equal(status, 0);
assert.equal(result.outcome, "done");
assert.equal(result.verified, true);
assert.deepEqual(
  result.calls.map(({ tool, verdict }) => `${tool} ${verdict}`),
  ["pick allow", "place allow"],
);

// The tray is 0.24 x 0.18 m round (0.35, 0.38) with a floor of 5 mm; the cube's centre lies 20 mm above it.
const [x, y, z] = result.final.objects.red_cube;
assert.ok(Math.abs(x - 0.35) < 0.12 && Math.abs(y - 0.38) < 0.09, `cube at ${x}, ${y}`);
assert.ok(Math.abs(z - 0.025) < 0.003, `cube at height ${z}`);

// Every run leaves a log that verifies, and a picture of the path.
assert.equal(roboos(["log", "verify", result.log]).status, 0);
assert.ok(existsSync(result.picture));
console.log(
  `red_cube measured at (${x.toFixed(3)}, ${y.toFixed(3)}, ${z.toFixed(3)}) after ${result.simulated_s.toFixed(1)} s simulated`,
);
