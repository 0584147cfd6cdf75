// `roboos doctor`: what works on this machine, what is missing, and the remedy for each.

import { type Check, cellCheck, machineChecks, physicsCheck, stateChecks } from "./doctor-checks.ts";
import { EXIT, type Io, type Style, styler, write } from "./io.ts";

interface DoctorOptions {
  readonly cell?: string;
  readonly json?: boolean;
}

const MARK: Record<Check["level"], readonly [Style, string]> = {
  ok: ["green", "ok  "],
  warn: ["yellow", "warn"],
  fail: ["red", "fail"],
};

export async function doctorCommand(_args: readonly string[], options: DoctorOptions, io: Io): Promise<number> {
  const paint = styler(io.stdout, io.env);
  const checks: Check[] = [];
  const report = async (check: Check): Promise<void> => {
    checks.push(check);
    if (options.json === true) return;
    const [style, mark] = MARK[check.level];
    const remedy = check.remedy === undefined ? "" : `\n       → ${check.remedy}`;
    await write(io.stdout, `${paint(style, mark)} ${check.name.padEnd(12)} ${check.text}${remedy}\n`);
  };
  for (const check of machineChecks()) await report(check);
  await report(await physicsCheck());
  const { check, cell } = await cellCheck(options.cell);
  await report(check);
  for (const state of await stateChecks(io.env, cell)) await report(state);
  await report({ name: "provider", level: "ok", text: "built-in interpreter (offline, no key needed)" });

  const failed = checks.filter((one) => one.level === "fail").length;
  const warned = checks.filter((one) => one.level === "warn").length;
  if (options.json === true) await write(io.stdout, `${JSON.stringify({ ok: failed === 0, checks })}\n`);
  else if (failed + warned === 0) await write(io.stdout, `${paint("bold", "All well.")}\n`);
  else await write(io.stdout, `${paint("bold", `${failed} to mend, ${warned} to know.`)}\n`);
  return failed === 0 ? EXIT.ok : EXIT.failed;
}
