// Campaign: pick-and-place over seeded random layouts in physics. Prints each failure and the totals.
// Usage: npm run campaign:layouts -- [count] [first seed]. Needs no network and no key; about 2 s a layout.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFrom } from "../../apps/runtime/home.ts";
import { openSession } from "../../apps/runtime/session.ts";
import { layoutOf } from "./layout.ts";

const count = Number(process.argv[2] ?? 100);
const firstSeed = Number(process.argv[3] ?? 1);
const home = homeFrom({ ROBOOS_HOME: mkdtempSync(join(tmpdir(), "roboos-layouts-")) });
let verified = 0;
let touched = 0;
for (let seed = firstSeed; seed < firstSeed + count; seed++) {
  const { cellText, target, goal } = layoutOf(seed);
  const session = await openSession({
    home,
    cellText,
    cellFile: `layout-${seed}`,
    seed,
    isRealtime: false,
    title: `layout ${seed}`,
  });
  await session.kernel.arm();
  const calls = [
    { tool: "pick", args: { object: target } },
    { tool: "place", args: { target: goal, relation: "in" } },
  ];
  const report = await session.kernel.carryOut({ text: "campaign", calls, origin: "operator", confidence: 1 });
  await session.close();
  const touches = report.steps.flatMap((step) => step.execution?.touches ?? []);
  touched += touches.length;
  if (report.verified && touches.length === 0) verified++;
  else
    console.log(
      `seed ${seed}: ${target} → ${goal}: ${report.outcome}: ${report.finding?.code} ${report.finding?.reason} ${JSON.stringify(touches)}`,
    );
}
console.log(`${verified} of ${count} layouts verified; ${touched} unwanted touches`);
process.exitCode = verified >= 0.99 * count && touched === 0 ? 0 : 1;
