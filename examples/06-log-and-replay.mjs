// A log proves itself, replays bit for bit without a model, and shows when it was touched.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { roboos, run } from "./roboos.mjs";

const { result } = run("move 10 cm left, then go home", "--seed", "7");
assert.equal(result.outcome, "done");
assert.equal(roboos(["log", "verify", result.log]).status, 0);

const replayed = roboos(["replay", result.log]);
assert.equal(replayed.status, 0);
console.log(replayed.stdout.trim().split("\n").at(-1));

// One digit changed, or the last record cut off: neither passes.
const text = readFileSync(result.log, "utf8");
writeFileSync(result.log, text.replace('"tookS":', '"tookS":1'));
assert.equal(roboos(["log", "verify", result.log]).status, 1);
writeFileSync(result.log, `${text.trimEnd().split("\n").slice(0, -1).join("\n")}\n`);
const cut = roboos(["log", "verify", result.log]);
assert.equal(cut.status, 1);
console.log(cut.stdout.trim());
