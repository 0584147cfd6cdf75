// Campaign: every plan sentence of a corpus carried out in physics. Each must end verified, or be refused for
// a physical reason that its message names. Prints a line a sentence and the totals.
// Usage: npm run campaign:corpus -- [file] [sentences allowed to be refused, as a pattern]
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { carryOutSentence } from "../../apps/runtime/goal.ts";
import { homeFrom } from "../../apps/runtime/home.ts";
import { openSession, readCellText } from "../../apps/runtime/session.ts";

interface CorpusLine {
  readonly say: string;
  readonly expect: { readonly outcome: readonly string[] };
}

const file = process.argv[2] ?? "tests/commands/dev.jsonl";
const mayRefuse = new RegExp(process.argv[3] ?? "half a metre back");
const home = homeFrom({ ROBOOS_HOME: mkdtempSync(join(tmpdir(), "roboos-corpus-")) });
const lines = readFileSync(file, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line) as CorpusLine);
const totals = { verified: 0, refused: 0, wrong: 0, touches: 0 };
for (const { say, expect } of lines) {
  if (!expect.outcome.includes("plan")) continue;
  const session = await openSession({
    home,
    cellText: readCellText(),
    cellFile: "tabletop",
    seed: 0,
    isRealtime: false,
    title: "corpus",
  });
  const result = await carryOutSentence(session, say, { lastObject: null, number: 1 });
  await session.close();
  const touches = result.report?.steps.flatMap((step) => step.execution?.touches ?? []) ?? [];
  totals.touches += touches.length;
  const isRight = result.report?.verified === true || (result.outcome === "refused" && mayRefuse.test(say));
  if (result.report?.verified) totals.verified++;
  else if (isRight) totals.refused++;
  else totals.wrong++;
  const why = result.report?.finding ?? result.interpretation.question ?? result.interpretation.reason;
  console.log(
    `${isRight ? "ok   " : "WRONG"} ${say}: ${result.outcome}${result.outcome === "done" ? `, ${result.simulatedS.toFixed(1)} s` : `: ${JSON.stringify(why)}`}`,
  );
}
console.log(
  `${totals.verified} verified, ${totals.refused} refused for a true reason, ${totals.wrong} wrong, ${totals.touches} unwanted touches`,
);
process.exitCode = totals.wrong === 0 && totals.touches === 0 ? 0 : 1;
