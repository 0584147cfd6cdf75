// The single checks of `roboos doctor`. Each says one thing and never throws: a check that cannot be
// made is itself a finding.
import { constants } from "node:fs";
import { access, mkdir, stat, statfs } from "node:fs/promises";
import { availableParallelism, totalmem } from "node:os";
import { homeFrom } from "../runtime/home.ts";

export interface Check {
  readonly name: string;
  readonly level: "ok" | "warn" | "fail";
  readonly text: string;
  readonly remedy?: string;
}

/** package.json `engines`: the oldest Node that the dependencies take. */
const LEAST_NODE = [20, 19] as const;
/** A run's recording is below 5 MB; this leaves room for thousands. */
const LEAST_FREE_BYTES = 200e6;

export function machineChecks(): Check[] {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isNew = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  const cores = availableParallelism();
  const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB of memory`;
  return [
    isNew
      ? { name: "node", level: "ok", text: process.versions.node }
      : {
          name: "node",
          level: "fail",
          text: `${process.versions.node} is too old`,
          remedy: `install Node ${LEAST_NODE.join(".")} or newer (https://nodejs.org)`,
        },
    { name: "platform", level: "ok", text: `${process.platform} ${process.arch}` },
    cores >= 2
      ? { name: "cores", level: "ok", text: `${cores}, ${memory}` }
      : {
          name: "cores",
          level: "warn",
          text: `${cores}, ${memory}`,
          remedy: "physics and kernel share one core: runs are slower, and --realtime may fall behind",
        },
  ];
}

export async function physicsCheck(): Promise<Check> {
  const startMs = performance.now();
  try {
    const { default: load } = await import("@mujoco/mujoco");
    await load();
    const tookMs = Math.round(performance.now() - startMs);
    return { name: "physics", level: "ok", text: `MuJoCo (WASM) loads in ${tookMs} ms` };
  } catch (error) {
    const remedy = "run npm install --no-audit --no-fund in the RoboOS folder, then try again";
    return { name: "physics", level: "fail", text: `MuJoCo does not load: ${messageOf(error)}`, remedy };
  }
}

/** The cell's check, and its name where it holds. */
export async function cellCheck(path: string | undefined): Promise<{ check: Check; cell: string }> {
  try {
    const { openCell } = await import("../cell.ts");
    const cell = openCell(path);
    const text = `${cell.name}: ${cell.robot.name}, ${cell.zones.length} zones, ${cell.objects.length} objects`;
    return { check: { name: "cell", level: "ok", text }, cell: cell.name };
  } catch (error) {
    const text = messageOf(error).split("\n")[0] ?? "";
    const remedy = `roboos cell validate ${path ?? "<file>"} lists every fault`;
    return { check: { name: "cell", level: "fail", text, remedy }, cell: "tabletop" };
  }
}

/** ROBOOS_HOME: writable, private, with room; and whether this cell's emergency stop is latched. */
export async function stateChecks(env: Readonly<Record<string, string | undefined>>, cell: string): Promise<Check[]> {
  const place = homeFrom(env);
  const home = place.folder;
  const checks: Check[] = [];
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await access(home, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const remedy = "make it writable for you, or set ROBOOS_HOME to a folder that is";
    return [{ name: "home", level: "fail", text: `${home} cannot be written: ${messageOf(error)}`, remedy }];
  }
  const { mode } = await stat(home);
  const isOpen = process.platform !== "win32" && (mode & 0o022) !== 0;
  checks.push(
    isOpen
      ? {
          name: "home",
          level: "warn",
          text: `${home} can be written by others (mode ${(mode & 0o777).toString(8)})`,
          remedy: `chmod go-w ${home}: who writes there can edit logs and release stops`,
        }
      : { name: "home", level: "ok", text: `${home} is writable` },
  );
  checks.push(await diskCheck(home), await stopCheck(place.latchFile(cell), cell));
  return checks;
}

async function diskCheck(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const text = `${(freeBytes / 1e9).toFixed(1)} GB free`;
  if (freeBytes >= LEAST_FREE_BYTES) return { name: "disk", level: "ok", text };
  const remedy = `free some space, or set ROBOOS_HOME to another disk (at least ${LEAST_FREE_BYTES / 1e6} MB)`;
  return { name: "disk", level: "fail", text, remedy };
}

async function stopCheck(file: string, cell: string): Promise<Check> {
  try {
    await stat(file);
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (isMissing) return { name: "stop", level: "ok", text: `the emergency stop of ${cell} is not latched` };
    const remedy = `look at ${file}: what cannot be read counts as latched`;
    return { name: "stop", level: "warn", text: `the latch cannot be read: ${messageOf(error)}`, remedy };
  }
  const remedy = 'when the cause is gone: roboos release --reason "…"';
  return { name: "stop", level: "warn", text: `the emergency stop of ${cell} is latched: nothing moves`, remedy };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
