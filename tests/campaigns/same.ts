// The same seed, again and again, with ever another count of setpoints handed to the physics ahead: does every run end
// in the same bits? Usage: npm run campaign:same -- [runs] [seed]
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFrom } from "../../apps/runtime/home.ts";
import { openSession, readCellText } from "../../apps/runtime/session.ts";
import { canonicalJson } from "../../kernel/contract/json.ts";

const [runs = 100, seed = 1] = process.argv.slice(2).map(Number);
const CALLS = [
  { tool: "pick", args: { object: "red_cube" } },
  { tool: "place", args: { target: "tray", relation: "in" } },
];
const AHEAD = [64, 0, 1, 7, 16, 33, 50];

const counts = new Map<string, number>();
for (let run = 0; run < runs; run++) {
  const folder = mkdtempSync(join(tmpdir(), "roboos-same-"));
  const session = await openSession({
    home: homeFrom({ ROBOOS_HOME: folder }),
    cellText: readCellText(),
    cellFile: "cells/tabletop.yaml",
    seed,
    isRealtime: false,
    lookahead: AHEAD[run % AHEAD.length]!,
    title: "same",
  });
  await session.kernel.arm();
  const report = await session.kernel.carryOut({ text: "", calls: CALLS, origin: "operator", confidence: 1 });
  const executions = report.steps.map(({ execution }) => execution);
  const hash = createHash("sha256")
    .update(canonicalJson([report.outcome, executions, await session.read()]))
    .digest("hex");
  counts.set(hash, (counts.get(hash) ?? 0) + 1);
  await session.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const [hash, count] of counts) console.log(`${hash}  ${count} runs`);
console.log(`${runs} runs of seed ${seed}, ${counts.size} distinct hash${counts.size === 1 ? "" : "es"}`);
process.exit(counts.size === 1 ? 0 : 1);
