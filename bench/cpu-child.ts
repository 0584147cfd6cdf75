// What pick-and-place costs in processor time, over all threads of this process, next to nothing but its physics: the
// same steps of the same model under the same controls, replayed bare. Both warmed up, alternating, goal by goal.

import { carryOutSentence } from "../apps/runtime/goal.ts";
import { homeFrom } from "../apps/runtime/home.ts";
import { DURING_HOOKS, GOVERNORS } from "../apps/runtime/hook-list.ts";
import { openSession, readCellText, type Session } from "../apps/runtime/session.ts";
import { createSimDriver } from "../drivers/sim/sim-driver.ts";
import type { Plan } from "../kernel/contract/plan.ts";
import { createExecutor } from "../kernel/executor.ts";
import { stateHashOf } from "../kernel/permits.ts";
import { mjcfOf } from "../robots/mjcf.ts";
import { compile, type Simulation } from "../simulators/mujoco/library.ts";
import { createMujocoWorld } from "../simulators/mujoco/world.ts";
import { quantile } from "./measure.ts";

const GOALS = [
  "pick up the red cube and put it in the tray",
  "pick up the red cube and put it at x 0.45, y 0.15, z 0.02",
] as const;
/** Goals until compilers have done most of their work: what is measured is a program that has run for a while, as its physics has. */
const WARM_UPS = 12;
const RUNS = 6;

const [lookahead = "64"] = process.argv.slice(2);

const cpuUs = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};

let plans: Plan[] = [];
let stepStartUs = 0;
let executionUs = 0;
const session: Session = await openSession({
  home: homeFrom(process.env),
  cellText: readCellText(),
  cellFile: "cells/tabletop.yaml",
  seed: 0,
  isRealtime: false,
  lookahead: Number(lookahead),
  title: "bench",
  onEvent(event) {
    if (event.kind === "step started") {
      plans.push(event.plan);
      stepStartUs = cpuUs();
    } else if (event.kind === "step ended") executionUs += cpuUs() - stepStartUs;
  },
});
const { cell } = session;

/** Follows the session plan by plan in this thread, and so knows the controls of every step. */
let controls: Float64Array[] = [];
let startState = new Float64Array();
const follower = await createMujocoWorld(cell, {
  record(simulation: Simulation) {
    if (controls.length === 0) startState = simulation.getState() as Float64Array<ArrayBuffer>;
    const { ctrl, forceRange } = simulation.views();
    controls.push(Float64Array.of(...ctrl, ...forceRange));
  },
});
const driver = createSimDriver({ world: follower, permits: { verify: () => null } });
driver.arm();
const executor = createExecutor({
  cell,
  driver,
  during: DURING_HOOKS,
  governors: GOVERNORS,
  stopRequested: () => false,
  pace: () => {},
});
const follow = (plan: Plan): void => {
  const judgedIn = follower.read();
  const permit = { id: "", planHash: "", stateHash: stateHashOf(judgedIn), expiresAtMs: 0, mac: "" };
  const { ending } = executor.execute(plan, permit, judgedIn);
  if (ending.kind !== "finished") throw new Error(`the follower ended ${ending.kind}`);
};

const bare = await compile(mjcfOf(cell));
const replayBare = (): number => {
  bare.setState(startState);
  const startUs = cpuUs();
  const { ctrl, forceRange } = bare.views();
  for (const recorded of controls) {
    for (let i = 0; i < ctrl.length; i++) ctrl[i] = recorded[i]!;
    for (let i = 0; i < forceRange.length; i++) forceRange[i] = recorded[ctrl.length + i]!;
    bare.step();
  }
  return cpuUs() - startUs;
};

const figures = { wholeMs: [] as number[], executionMs: [] as number[], bareMs: [] as number[], steps: 0 };
for (let run = 0; run < WARM_UPS + RUNS; run++) {
  let [wholeUs, bareUs, steps] = [0, 0, 0];
  executionUs = 0;
  for (const [k, text] of GOALS.entries()) {
    plans = [];
    const startUs = cpuUs();
    const { outcome } = await carryOutSentence(session, text, { lastObject: null, number: 2 * run + k + 1 });
    wholeUs += cpuUs() - startUs;
    if (outcome !== "done") throw new Error(`"${text}" ended ${outcome}`);
    controls = [];
    // Arming makes no step, so the first plan's first step is the session's.
    for (const plan of plans) follow(plan);
    const here = JSON.stringify(follower.read());
    if (here !== JSON.stringify(await session.read())) throw new Error("the follower is elsewhere than the session");
    steps += controls.length;
    bareUs += replayBare();
  }
  if (run < WARM_UPS) continue;
  figures.wholeMs.push(wholeUs / 1000 / GOALS.length);
  figures.executionMs.push(executionUs / 1000 / GOALS.length);
  figures.bareMs.push(bareUs / 1000 / GOALS.length);
  figures.steps = steps / GOALS.length;
}
await session.close();
const median = (values: number[]): number =>
  quantile(
    values.sort((a, b) => a - b),
    0.5,
  );
process.stdout.write(
  `${JSON.stringify({ wholeMs: median(figures.wholeMs), executionMs: median(figures.executionMs), bareMs: median(figures.bareMs), steps: figures.steps })}\n`,
);
