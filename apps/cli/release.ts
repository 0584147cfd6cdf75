// `roboos release`: a person with the supervisor's key releases the latched emergency stop, with a reason.
import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { fileLatch, releaseLatch } from "../../kernel/latch.ts";
import { openLog } from "../../kernel/log/log-file.ts";
import { openCell } from "../cell.ts";
import { homeFrom } from "../runtime/home.ts";
import { isSupervisor, supervisorKeyFile } from "../runtime/supervisor.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

export async function releaseCommand(
  _args: readonly string[],
  options: { readonly reason: string; readonly cell?: string; readonly key?: string },
  io: Io,
): Promise<number> {
  const home = homeFrom(io.env);
  const cell = openCell(options.cell);
  const latch = fileLatch(home.latchFile(cell.name));
  if (!latch.isLatched()) {
    await write(io.stdout, `The emergency stop of cell ${cell.name} is not latched; there is nothing to release.\n`);
    return EXIT.ok;
  }
  const pressed = latch.record();
  const keyFile = options.key ?? supervisorKeyFile(home);
  releaseLatch(latch, isSupervisor(home, keyFile), options.reason);
  const id = randomUUID();
  const log = openLog({
    path: join(home.recordingsFolder, `release-${id}`, "log.jsonl"),
    anchorsFolder: home.anchorsFolder,
    id,
    wallTime: () => new Date().toISOString(),
  });
  log.append("released", { cell: cell.name, reason: options.reason, pressed });
  log.close();
  const paint = styler(io.stdout, io.env);
  await write(
    io.stdout,
    `${paint("green", "Released")}: cell ${cell.name} is disarmed. No motion resumes by itself.\n`,
  );
  return EXIT.ok;
}
