// Campaign: kills a run with SIGKILL at random moments of its life and looks at what it leaves behind.
// Usage: npx tsx tests/campaigns/kill.ts [count=50] [seed=1]. Needs no network and no key; about 5 s a kill.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Home, homeFrom } from "../../apps/runtime/home.ts";
import { openSession, readCellText } from "../../apps/runtime/session.ts";
import { isSupervisor, supervisorKeyFile } from "../../apps/runtime/supervisor.ts";
import { seededRandom } from "../../kernel/motion/rng.ts";
import { runInProcess } from "../cli/streams.ts";

const LAUNCHER = fileURLToPath(new URL("../../tools/roboos.mjs", import.meta.url));
const GOAL = "pick up the red cube and put it in the tray";
/** When to kill: anywhere in its life, as fast as it goes or paced; while it makes its home; just as it writes. */
const KINDS = ["any", "paced", "start-up", "writing", "paced"] as const;
type Kind = (typeof KINDS)[number];

const newHome = (): Home => homeFrom({ ROBOOS_HOME: mkdtempSync(join(tmpdir(), "roboos-kill-")) });

function launch(home: Home, isPaced: boolean) {
  const args = [LAUNCHER, "run", ...(isPaced ? ["--realtime"] : []), GOAL];
  const env = { ...process.env, ROBOOS_HOME: home.folder };
  return spawn(process.execPath, args, { env, stdio: "ignore", detached: true });
}

async function lifeMsOf(isPaced: boolean): Promise<number> {
  const home = newHome();
  const startMs = performance.now();
  const [code] = (await once(launch(home, isPaced), "exit")) as [number | null];
  if (code !== 0) throw new Error(`the run that is to be killed exits ${code} when left alone`);
  rmSync(home.folder, { recursive: true });
  return performance.now() - startMs;
}

function logsIn(home: Home): string[] {
  if (!existsSync(home.recordingsFolder)) return [];
  const folders = readdirSync(home.recordingsFolder).map((name) => join(home.recordingsFolder, name, "log.jsonl"));
  return folders.filter((path) => existsSync(path));
}

/** Waits for the moment that this kind of kill is about. */
async function moment(kind: Kind, home: Home, lifeMs: number, random: () => number): Promise<void> {
  if (kind === "any" || kind === "paced") return sleep(random() * lifeMs);
  const before = new Set(logsIn(home));
  const isHomeMade = (): boolean => existsSync(join(home.folder, "state"));
  const bytes = (): number => {
    const own = logsIn(home).find((path) => !before.has(path));
    return own === undefined ? 0 : statSync(own).size;
  };
  const untilBytes = Math.floor(random() * 60_000);
  const untilMs = performance.now() + lifeMs;
  while (performance.now() < untilMs && !(kind === "start-up" ? isHomeMade() : bytes() > untilBytes)) await sleep(1);
  if (kind === "start-up") await sleep(random() * 12);
}

/** What is wrong after a kill; empty when all holds. */
async function faultsIn(home: Home): Promise<{ faults: string[]; logs: number; notices: number; moved: boolean }> {
  const faults: string[] = [];
  let notices = 0;
  let moved = false;
  const env = { ROBOOS_HOME: home.folder };
  const verifyAll = async (paths: readonly string[]): Promise<void> => {
    for (const path of paths) {
      const { code, stdout } = await runInProcess(["log", "verify", "--json", path], { env });
      if (code !== 0) faults.push(`${path} does not hold: ${stdout.trim()}`);
      if ((JSON.parse(stdout) as { notices: string[] }).notices.length > 0) notices++;
      const kinds = readFileSync(path, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
      const permit = kinds.indexOf("permit");
      if (permit >= 0) moved = true;
      const armed = kinds.indexOf("armed");
      if (permit >= 0 && (armed < 0 || armed > permit)) faults.push(`${path} moves without being armed first`);
    }
  };
  const logs = logsIn(home);
  await verifyAll(logs);
  const cell = { cellText: readCellText(), cellFile: "tabletop.yaml", seed: 0, isRealtime: false, title: "next start" };
  const session = await openSession({ home, ...cell });
  if (session.kernel.mode() !== "disarmed") faults.push(`the next start is ${session.kernel.mode()}`);
  await session.close();
  await verifyAll([session.log.path]);
  if (!isSupervisor(home, supervisorKeyFile(home))) faults.push("the supervisor's key does not fit its hash");
  return { faults, logs: logs.length, notices, moved };
}

const count = Number(process.argv[2] ?? 50);
const random = seededRandom(Number(process.argv[3] ?? 1));
const [fastMs, pacedMs] = [await lifeMsOf(false), await lifeMsOf(true)];
console.log(`a run lives ${(fastMs / 1000).toFixed(1)} s, paced ${(pacedMs / 1000).toFixed(1)} s`);
const totals = { killed: 0, late: 0, logs: 0, noLog: 0, notices: 0, moved: 0, faults: 0, rerunsFailed: 0 };
let home = newHome();
for (let n = 0; n < count; n++) {
  const kind = KINDS[n % KINDS.length] ?? "any";
  // The first start of a home makes its keys, so every start-up kill gets a home of its own.
  if (kind === "start-up" || n % 10 === 0) home = newHome();
  const child = launch(home, kind === "paced");
  const ended = once(child, "exit");
  await moment(kind, home, kind === "paced" ? pacedMs : fastMs, random);
  if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  const [code] = (await ended) as [number | null];
  if (code === null) totals.killed++;
  else totals.late++;
  const { faults, logs, notices, moved } = await faultsIn(home);
  totals.logs += logs;
  totals.noLog += logs === 0 ? 1 : 0;
  totals.notices += notices;
  totals.moved += moved ? 1 : 0;
  totals.faults += faults.length;
  for (const fault of faults) console.log(`kill ${n} (${kind}): ${fault}`);
  if (n % 10 === 9) {
    const [again] = (await once(launch(home, false), "exit")) as [number | null];
    if (again !== 0) {
      totals.rerunsFailed++;
      console.log(`kill ${n} (${kind}): the next whole run exits ${again} in ${home.folder}`);
    }
  }
}
console.log(
  `${totals.killed} killed, ${totals.late} ended before the kill; logs found ${totals.logs} (${totals.notices} with a notice), ${totals.noLog} died before a log, ${totals.moved} left homes with motion begun`,
);
console.log(`${totals.faults} faults, ${totals.rerunsFailed} whole runs failed afterwards`);
process.exitCode = totals.faults === 0 && totals.rerunsFailed === 0 && totals.killed > 0 ? 0 : 1;
