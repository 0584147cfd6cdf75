// A cell of one's own: one YAML file, validated with line numbers, then worked in like the built-in one.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { home, roboos, run } from "./roboos.mjs";

const cell = fileURLToPath(new URL("05-own-cell.yaml", import.meta.url));
assert.equal(roboos(["cell", "validate", cell]).status, 0);

const { status, result } = run("put the red jar in the crate", "--cell", cell);
assert.equal(status, 0);
assert.equal(result.verified, true);
const [x, y] = result.final.objects.red_jar;
assert.ok(Math.abs(x - 0.38) < 0.12 && Math.abs(y - 0.36) < 0.12, `jar at ${x}, ${y}`);

// The same file with the mast where the arm's home is: refused, with the place and the remedy.
const broken = join(home, "broken-cell.yaml");
writeFileSync(broken, readFileSync(cell, "utf8").replace("[0.50, -0.30, 0.35]", "[0.30, 0.0, 0.35]"));
const faults = roboos(["cell", "validate", broken]);
assert.equal(faults.status, 1);
assert.match(faults.stdout, /broken-cell\.yaml:\d+/);
assert.match(faults.stdout, /mast/);
console.log(faults.stdout.trim());
