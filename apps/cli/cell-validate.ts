// `roboos cell validate F`: every fault of a cell file with its line, as compilers print them.
import { faultLine } from "../../cells/load-cell.ts";
import { checkCellFile } from "../cell.ts";
import { EXIT, type Io, styler, write } from "./io.ts";

export async function cellValidateCommand(
  args: readonly string[],
  _options: Record<string, never>,
  io: Io,
): Promise<number> {
  const path = args[0] ?? "";
  const { cell, faults, notices } = checkCellFile(path);
  const paint = styler(io.stdout, io.env);
  for (const fault of faults) await write(io.stdout, `${faultLine(path, fault)}\n`);
  for (const notice of notices) await write(io.stdout, `${paint("yellow", "notice")} ${faultLine(path, notice)}\n`);
  if (cell === null) {
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    await write(io.stderr, `${path}: ${count}; this cell is not used until it is corrected\n`);
    return EXIT.failed;
  }
  const what = `${cell.robot.name}, ${cell.zones.length} zones, ${cell.objects.length} objects`;
  await write(io.stdout, `${paint("green", "ok")} ${path}: cell ${cell.name} holds (${what})\n`);
  return EXIT.ok;
}
