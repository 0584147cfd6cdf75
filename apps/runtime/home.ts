// Where RoboOS keeps what outlives a process: one folder, ROBOOS_HOME or ~/.roboos.
import { homedir } from "node:os";
import { join, resolve } from "node:path";

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
