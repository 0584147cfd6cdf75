// The brute-force figure for the first joint of a request, with the brake that came first counted as it was.
import type { StateRequest } from "../../kernel/motion/otg/otg.ts";
import type { StateTrajectory } from "../../kernel/motion/otg/trajectory.ts";
import { bruteForceS } from "./brute.ts";

/** How much slower than brute force the one-joint trajectory is, relative; -Infinity where the scan found no motion. */
export function slowerThanBrute(request: StateRequest, trajectory: StateTrajectory, steps: number): number {
  const { target, limits } = request;
  const [vMax, aMax, j] = [limits.v[0]!, limits.a[0]!, limits.j[0]!];
  const brakeS = trajectory.brakeS[0]!;
  const start = trajectory.phases(0).find((phase) => phase.startS >= brakeS - 1e-12)!;
  const bestS = bruteForceS(
    {
      p: target.p[0]! - start.p,
      v0: start.v,
      a0: start.a,
      vf: target.v[0]!,
      af: target.a[0]!,
      vMin: limits.vMin?.[0] ?? -vMax,
      vMax,
      aMin: limits.aMin?.[0] ?? -aMax,
      aMax,
      j,
    },
    steps,
  );
  if (bestS === Number.POSITIVE_INFINITY) return Number.NEGATIVE_INFINITY;
  return (trajectory.durationS - brakeS - bestS) / Math.max(bestS, 1e-6);
}
