// `roboos log verify F`: whether a log is whole and unaltered. Exits 1 when it does not hold.
import { verifyLogFile } from "../../kernel/log/log-file.ts";
import { homeFrom } from "../runtime/home.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

export async function logVerifyCommand(
  [file = ""]: readonly string[],
  options: { readonly json?: boolean },
  io: Io,
): Promise<number> {
  const check = verifyLogFile(file, homeFrom(io.env).anchorsFolder);
  const { holds, fault, notices } = check;
  if (options.json) {
    const records = check.records.length;
    await write(io.stdout, `${JSON.stringify({ holds, records, ...(fault === null ? {} : { fault }), notices })}\n`);
    return holds ? EXIT.ok : EXIT.failed;
  }
  const paint = styler(io.stdout, io.env);
  for (const notice of notices) await write(io.stdout, `${paint("yellow", "notice")}: ${notice}\n`);
  const verdict = holds
    ? `${paint("green", "holds")}: ${check.records.length} records, none edited, missing or out of order`
    : `${paint("red", "does not hold")}: ${fault}`;
  await write(io.stdout, `${verdict}\n`);
  return holds ? EXIT.ok : EXIT.failed;
}
