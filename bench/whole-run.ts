// The whole of `run "pick up the red cube and put it in the tray"`: wall time from start to exit.
import { spawnSync } from "node:child_process";
import { alternately, type Bench, quantile } from "./measure.ts";

const RUNS = 5;
const TARGET_S = 6;

export const wholeRun: Bench = {
  name: "whole-run",
  run({ command, homeFolder }) {
    let verified = true;
    const run = (): void => {
      const { stdout } = command.run(["run", "--json", "pick up the red cube and put it in the tray"], "", {
        ROBOOS_HOME: homeFolder,
      });
      verified &&= (JSON.parse(stdout) as { verified: boolean }).verified;
    };
    const { aMs, bMs } = alternately(RUNS, run, () => void spawnSync(process.execPath, ["-e", "0"]));
    const p50 = quantile(aMs, 0.5) / 1000;
    return [
      {
        name: "whole-run pick and place",
        p50,
        unit: "s",
        ratio: quantile(aMs, 0.5) / quantile(bMs, 0.5),
        against: "a bare node start",
        target: `< ${TARGET_S} s, verified`,
        met: verified && p50 < TARGET_S,
      },
    ];
  },
};
