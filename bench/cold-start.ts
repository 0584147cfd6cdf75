// Cold start of `interpret`, the command that scripts call in a loop: by node and through npm.
import { spawnSync } from "node:child_process";
import { alternately, type Bench, quantile } from "./measure.ts";

const RUNS = 9;
const NODE_TARGET_S = 0.5;
const NPM_TARGET_S = 0.7;

export const coldStart: Bench = {
  name: "cold-start",
  run({ command, homeFolder }) {
    const env = { ROBOOS_HOME: homeFolder };
    const bare = (): void => void spawnSync(process.execPath, ["-e", "0"]);
    const byNode = alternately(RUNS, () => void command.run(["interpret"], "move 10 cm left\n", env), bare);
    const byNpm = alternately(RUNS, () => void command.runNpm(["interpret"], "move 10 cm left\n", env), bare);
    const how = command.isBuilt ? "built" : "sources";
    const result = (name: string, { aMs, bMs }: typeof byNode, targetS: number) => ({
      name: `cold-start interpret ${name} (${how})`,
      p50: quantile(aMs, 0.5) / 1000,
      unit: "s",
      ratio: quantile(aMs, 0.5) / quantile(bMs, 0.5),
      against: "a bare node start",
      target: `< ${targetS} s, built`,
      met: quantile(aMs, 0.5) / 1000 < targetS,
    });
    return [result("node", byNode, NODE_TARGET_S), result("npm", byNpm, NPM_TARGET_S)];
  },
};
