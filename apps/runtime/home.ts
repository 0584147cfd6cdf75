// Where RoboOS keeps what outlives a process: one folder, ROBOOS_HOME or ~/.roboos.
import { mkdirSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { RoboError } from "../../kernel/contract/errors.ts";

export interface Home {
  readonly folder: string;
  readonly stateFolder: string;
  readonly recordingsFolder: string;
  readonly anchorsFolder: string;
  readonly historyFile: string;
  latchFile(cellName: string): string;
}

export function homeFrom(env: Readonly<Record<string, string | undefined>>): Home {
  const folder = resolve(env.ROBOOS_HOME || join(homedir(), ".roboos"));
  const stateFolder = join(folder, "state");
  return {
    folder,
    stateFolder,
    recordingsFolder: join(folder, "recordings"),
    anchorsFolder: join(folder, "anchors"),
    historyFile: join(stateFolder, "history"),
    latchFile: (cellName) => join(stateFolder, `${cellName}.estop.json`),
  };
}

/** Makes the home's folders where they are missing; throws E_USAGE, naming the one that cannot be made. */
export function makeHome(home: Home): void {
  for (const folder of [home.stateFolder, home.anchorsFolder, home.recordingsFolder]) {
    try {
      makeFolder(folder);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new RoboError(
        "E_USAGE",
        `ROBOOS_HOME does not serve: ${folder} cannot be made (${why}); set ROBOOS_HOME to a folder that can be written`,
        { cause },
      );
    }
  }
}

/** One level at a time: Node's recursive mkdir never returns where making a folder says ENOENT, as under /proc. */
function makeFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) return;
  if (found === undefined && dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (cause) {
    // Another process may have made it meanwhile.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) throw cause;
  }
}
