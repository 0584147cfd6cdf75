import { readFileSync } from "node:fs";
import { defaultCellPath, parseCell } from "../../cells/load-cell.ts";
import { interpret } from "../../language/interpret.ts";
import { scoreCorpus } from "../../language/score.ts";

const cell = parseCell(readFileSync(defaultCellPath(), "utf8"), "tabletop").cell!;
if (process.argv[2] === "-s") {
  for (const s of process.argv.slice(3)) {
    const { say, ...r } = interpret(s, cell, { measured: null, lastObject: null });
    console.log(s, "=>", JSON.stringify(r));
  }
} else
  for (const f of process.argv.slice(2)) {
    const t = performance.now();
    const score = scoreCorpus(readFileSync(f, "utf8").split("\n"), cell);
    for (const l of score.lines)
      if (!l.pass) console.log("FAIL", JSON.stringify(l.say), "|", l.why, "|", l.got?.question ?? l.got?.reason ?? "");
    console.log(
      f,
      score.passed,
      "/",
      score.total,
      "unsafe:",
      JSON.stringify(score.unsafe),
      Math.round(performance.now() - t),
      "ms",
    );
  }
