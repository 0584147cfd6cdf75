// Runs every numbered example in a home of its own and says which held. Exits 1 when one did not.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../examples/", import.meta.url));
const examples = readdirSync(folder).filter((name) => /^\d\d-.*\.mjs$/.test(name));
let failed = 0;

for (const name of examples.toSorted()) {
  const home = mkdtempSync(join(tmpdir(), "roboos-example-"));
  const startMs = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(folder, name)], {
    env: { ...process.env, ROBOOS_HOME: home },
    encoding: "utf8",
    timeout: 300_000,
  });
  rmSync(home, { recursive: true, force: true });
  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(`${status === 0 ? "ok  " : "FAIL"} ${name} (${seconds} s)`);
  for (const line of stdout.trimEnd().split("\n")) console.log(`     ${line}`);
  if (status === 0) continue;
  failed++;
  console.log(stderr);
}
console.log(`${examples.length - failed} of ${examples.length} examples hold`);
process.exit(failed === 0 && examples.length > 0 ? 0 : 1);
