// Random stops in the middle of random motions of every arm there is, while the rate is being changed: does each stop
// begin in the next tick, stay inside the rated limits and on the judged path, and end at rest?
//   npm run campaign:stops -- [count] [seed]      (100,000 stops: a few minutes)
import { IDENTITY_POSE } from "../../kernel/contract/geometry.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { ROBOT_NAMES, robotNamed } from "../../robots/registry.ts";
import { drawMove, drawWay, KINDS, type StopReport, stopCase } from "../motion/stop-case.ts";
import { randomOf } from "../otg/random.ts";

const STOPS_A_MOVE = 40;
const LIMIT_TOLERANCE = 1e-6;
const PATH_RAD = 1e-9;
const REST = 1e-9;

const count = Number(process.argv[2] ?? 10_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const random = randomOf(seed);
const arms = ROBOT_NAMES.map((name) => robotNamed(name)!).map((robot) => ({
  chain: chainOf(robot, IDENTITY_POSE),
  homeRad: Object.values(robot.homesRad)[0] ?? robot.joints.map(() => 0),
}));

const worst = { velocity: 0, acceleration: 0, jerk: 0, offPathRad: 0, rest: 0 };
const tally = new Map<string, number>();
const tookS: number[] = [];
let [stops, violations, offPath, restless, late, told] = [0, 0, 0, 0, 0, 0];

function take(report: StopReport, what: string): void {
  const { velocity, acceleration, jerk, offPathRad, beganAtOnce } = report;
  const rest = Math.max(report.restRad, report.restRadPerS);
  const isInside = Math.max(velocity, acceleration, jerk) <= 1 + LIMIT_TOLERANCE;
  if (!isInside) violations++;
  if (!(offPathRad <= PATH_RAD)) offPath++;
  if (!(rest <= REST)) restless++;
  if (beganAtOnce === false) late++;
  if (beganAtOnce !== null) told++;
  if (!isInside || !(offPathRad <= PATH_RAD) || !(rest <= REST) || beganAtOnce === false)
    console.log(`stop ${stops} (${what}): ${JSON.stringify(report)}`);
  worst.velocity = Math.max(worst.velocity, velocity);
  worst.acceleration = Math.max(worst.acceleration, acceleration);
  worst.jerk = Math.max(worst.jerk, jerk);
  worst.offPathRad = Math.max(worst.offPathRad, offPathRad);
  worst.rest = Math.max(worst.rest, rest);
  if (report.tookS > 0) tookS.push(report.tookS);
}

for (let n = 0; stops < count; n++) {
  const { chain, homeRad } = arms[n % arms.length]!;
  const kind = KINDS[Math.floor(n / arms.length) % KINDS.length]!;
  const way = drawWay(chain, homeRad, kind, random);
  const move = way === null ? null : drawMove(chain, way, random, kind);
  if (move === null) continue;
  const what = `${chain.robot.name} ${kind}`;
  for (let k = 0; k < STOPS_A_MOVE && stops < count; k++, stops++) take(stopCase(chain, move, random), what);
  tally.set(what, (tally.get(what) ?? 0) + 1);
}
tookS.sort((a, b) => a - b);
const at = (share: number): string => (tookS[Math.floor(share * (tookS.length - 1))] ?? 0).toFixed(3);
console.log(`seed ${seed}: ${stops} stops in ${[...tally].map(([what, moves]) => `${moves} ${what}`).join(", ")}`);
console.log(
  `outside limits ${violations}, off the path ${offPath}, not at rest ${restless}, not begun in the next tick ${late} of ${told} that tell`,
);
console.log(
  `worst of rated velocity ${worst.velocity.toFixed(6)}, acceleration ${worst.acceleration.toFixed(6)}, jerk ${worst.jerk.toFixed(6)}; off the path ${worst.offPathRad.toExponential(1)} rad; at rest ${worst.rest.toExponential(1)}`,
);
console.log(`took p50 ${at(0.5)} s, p99 ${at(0.99)} s, at most ${at(1)} s`);
if (violations + offPath + restless + late > 0) process.exitCode = 1;
