// A session: one cell, its arm, kernel and recording folder, wired together. The only place that does so.
import { randomBytes, randomUUID } from "node:crypto";
import { type FSWatcher, mkdirSync, watch } from "node:fs";
import { join } from "node:path";
import { cellError, defaultCellPath, readCellFile } from "../../cells/load-cell.ts";
import type { Arm } from "../../kernel/contract/arm.ts";
import type { Cell } from "../../kernel/contract/cell.ts";
import { systemClock } from "../../kernel/contract/clock.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Judged } from "../../kernel/gate.ts";
import type { KernelEvent } from "../../kernel/goal.ts";
import { createKernel, type Kernel } from "../../kernel/kernel.ts";
import { fileLatch } from "../../kernel/latch.ts";
import { type Log, openLog } from "../../kernel/log/log-file.ts";
import { permitIssuer } from "../../kernel/permits.ts";
import { checkCellText } from "../cell.ts";
import { cellGate } from "./cell-gate.ts";
import type { Home } from "./home.ts";
import { POST_HOOKS } from "./hook-list.ts";
import { ensureSupervisorKey } from "./supervisor.ts";
import { threadedArm } from "./threaded-arm.ts";
import { TrackedMemory } from "./tracked-memory.ts";

export interface SessionOptions {
  readonly home: Home;
  readonly cellText: string;
  readonly cellFile: string;
  readonly seed: number;
  readonly isRealtime: boolean;
  /** As `ThreadedArmOptions.lookahead`. */
  readonly lookahead?: number;
  /** For the recording folder's name. */
  readonly title: string;
  readonly approve?: (steps: readonly Judged[], signal: AbortSignal) => Promise<boolean>;
  readonly onEvent?: (event: KernelEvent) => void;
}

export interface Session {
  readonly cell: Cell;
  readonly kernel: Kernel;
  /** Where sensors report what moves in the cell by itself. */
  readonly tracked: TrackedMemory;
  readonly log: Log;
  /** Holds the log and the pictures of this session. */
  readonly folder: string;
  read(): Promise<Measured>;
  close(): Promise<void>;
}

export const readCellText = (path: string = defaultCellPath()): string => readCellFile(path);

/** Opens a simulated cell. Throws E_CELL when the cell file has faults. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { home, seed } = options;
  const parsed = checkCellText(options.cellText, options.cellFile);
  if (parsed.cell === null) throw cellError(options.cellFile, parsed.faults);
  const { cell } = parsed;
  ensureSupervisorKey(home);

  const permitKey = randomBytes(32);
  const tracked = new TrackedMemory(cell.tracked.length);
  const arm: Arm = threadedArm({
    cell,
    seed,
    isRealtime: options.isRealtime,
    permitKey,
    tracked,
    ...(options.lookahead === undefined ? {} : { lookahead: options.lookahead }),
  });
  const folder = recordingFolder(home, options.title);
  const wallTime = (): string => new Date().toISOString();
  const log = openLog({
    path: join(folder, "log.jsonl"),
    anchorsFolder: home.anchorsFolder,
    id: randomUUID(),
    wallTime,
  });
  log.append("session", { cell: cell.name, seed, cellFile: options.cellFile, cellText: options.cellText });

  const latch = fileLatch(home.latchFile(cell.name));
  const kernel = createKernel({
    cell,
    arm,
    gate: cellGate(cell, seed),
    postHooks: POST_HOOKS,
    permits: permitIssuer(permitKey, systemClock),
    latch,
    log,
    clock: systemClock,
    wallTime,
    tracked: () => {
      tracked.refresh();
      return tracked.readings;
    },
    ...(options.approve === undefined ? {} : { approve: options.approve }),
    ...(options.onEvent === undefined ? {} : { onEvent: options.onEvent }),
  });
  const watcher = watchLatch(home.stateFolder, () => {
    if (latch.isLatched() && kernel.mode() !== "estopped") {
      kernel.emergencyStop("remote", latch.record()?.reason ?? "pressed from another process");
    }
  });
  await arm.connect();

  return {
    cell,
    kernel,
    tracked,
    log,
    folder,
    read: () => arm.read(),
    async close() {
      watcher.close();
      await arm.close();
      log.close();
    },
  };
}

function recordingFolder(home: Home, title: string): string {
  const stamp = new Date().toISOString().replaceAll(":", "").replace(".", "-");
  const slug = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-|-$/g, "");
  const folder = join(home.recordingsFolder, `${stamp}-${slug || "session"}-${randomUUID().slice(0, 4)}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

/** The latch is one for all processes of a home: pressed anywhere, it stops every one of them. */
function watchLatch(folder: string, onChange: () => void): FSWatcher {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return watch(folder, { persistent: false }, onChange);
}
