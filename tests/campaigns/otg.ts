// Random state-to-state cases over 1 to 7 joints: does every one get a trajectory, inside limits at exact extrema, that
// ends where it should? And of one joint alone: is it ever slower than brute force?
//   npx tsx tests/campaigns/otg.ts [count] [seed]      (1,000,000 cases: one to two minutes)
import { createStatePlanner } from "../../kernel/motion/otg/otg.ts";
import { audit } from "../otg/audit.ts";
import { drawRequest, randomOf } from "../otg/random.ts";
import { slowerThanBrute } from "../otg/single.ts";

const END_TOLERANCE = 1e-8;
/** Of a limit plus one: what rounding may add to an extremum. */
const LIMIT_TOLERANCE = 1e-10;
const SLOWER_TOLERANCE = 1e-6;
const BRUTE_EVERY = 400;
const BRUTE_STEPS = 1_000;

const count = Number(process.argv[2] ?? 50_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const random = randomOf(seed);
const planners = Array.from({ length: 8 }, (_, dof) => createStatePlanner(dof));
const sevenUs: number[] = [];
let [planned, skipped, failures, violations, slower, bruted, unmatched] = [0, 0, 0, 0, 0, 0, 0];
let [worstEnd, worstExcess, worstJump, worstSlower, brakes] = [0, 0, 0, Number.NEGATIVE_INFINITY, 0];

for (let k = 0; planned < count; k++) {
  const dof = 1 + Math.floor(7 * random());
  const request = drawRequest(random, dof);
  const began = process.hrtime.bigint();
  const trajectory = planners[dof]!.plan(request);
  if (dof === 7) sevenUs.push(Number(process.hrtime.bigint() - began) / 1000);
  if (trajectory.kind === "infeasible") {
    if (trajectory.why.startsWith("target velocity")) {
      skipped++;
      continue;
    }
    failures++;
    console.log(`case ${k}: joint ${trajectory.joint}: ${trajectory.why}`);
  } else {
    const { endError, excess, jump, worst } = audit(request, trajectory);
    if (!(endError <= END_TOLERANCE && jump <= END_TOLERANCE)) failures++;
    if (!(excess <= LIMIT_TOLERANCE)) violations++;
    if (!(endError <= END_TOLERANCE && jump <= END_TOLERANCE && excess <= LIMIT_TOLERANCE))
      console.log(`case ${k}: end error ${endError}, jump ${jump}, ${worst}`);
    worstEnd = Math.max(worstEnd, endError);
    worstExcess = Math.max(worstExcess, excess);
    worstJump = Math.max(worstJump, jump);
    if (trajectory.brakeS.some((s) => s > 0)) brakes++;
    if (dof === 1 && planned % BRUTE_EVERY < 7) {
      const by = slowerThanBrute(request, trajectory, BRUTE_STEPS);
      bruted++;
      if (by === Number.NEGATIVE_INFINITY) unmatched++;
      else worstSlower = Math.max(worstSlower, by);
      if (!(by <= SLOWER_TOLERANCE)) {
        slower++;
        console.log(`case ${k}: slower than brute force by ${by}`);
      }
    }
  }
  planned++;
}
sevenUs.sort((a, b) => a - b);
console.log(`seed ${seed}: ${planned} cases planned, ${skipped} infeasible targets skipped, ${brakes} with a brake`);
console.log(`failures ${failures}, limit violations ${violations}, slower than brute force ${slower} of ${bruted}`);
console.log(`(brute force found no motion for ${unmatched}; slower at worst by ${worstSlower})`);
console.log(`worst end error ${worstEnd}, jump between phases ${worstJump}, excess over a limit ${worstExcess}`);
console.log(`7 joints, planning alone: p50 ${sevenUs[sevenUs.length >> 1]} us`);
if (failures + violations + slower > 0) process.exitCode = 1;
