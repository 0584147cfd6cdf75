// A measurement in a process of its own: what it uses of the processor is then its own, over all its threads.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a neighbour of this file and returns the JSON that it prints; throws what it says when it fails. */
export function childResult(stem: string, args: readonly string[], env: Readonly<Record<string, string>>): unknown {
  const isSource = import.meta.url.endsWith(".ts");
  const entry = fileURLToPath(new URL(`./${stem}.${isSource ? "ts" : "js"}`, import.meta.url));
  const register = new URL("../tools/tsx-register.mjs", import.meta.url).href;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...(isSource ? ["--import", register] : []), entry, ...args],
    { env: { ...process.env, ...env }, encoding: "utf8", timeout: 240_000 },
  );
  if (status !== 0) throw new Error(`${stem} failed (${status}): ${stderr}`);
  return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "null");
}
