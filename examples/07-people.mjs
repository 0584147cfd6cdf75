// A person walks up to the arm and away again: it slows down, stands still, goes on by itself, and the work gets done.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { run } from "./roboos.mjs";

const cell = fileURLToPath(new URL("../cells/shared-space.yaml", import.meta.url));
const { status, result } = run("pick up the red cube and put it in the tray", "--cell", cell);
assert.equal(status, 0);
assert.equal(result.verified, true);

const slowed = readFileSync(result.log, "utf8")
  .split("\n")
  .filter((line) => line.includes('"slowed"'))
  .flatMap((line) => line.match(/"slowed":\[\{[^\]]*\]/) ?? []);
assert.equal(slowed.length, 1);
const [{ zone, heldS, nearestM }] = JSON.parse(slowed[0].slice('"slowed":'.length));
assert.equal(zone, "person");
assert.ok(heldS > 1, `stood still for ${heldS} s`);
console.log(`slowed for ${zone} at ${nearestM.toFixed(2)} m, stood still for ${heldS.toFixed(1)} s, then finished`);
