// How a motion comes to rest on its own path: the rate at which path time passes falls smoothly from
// one to zero, over the shortest time that keeps every joint inside its rated limits.
import type { MoveSampler } from "./motion/law.ts";

export interface StopProfile {
  readonly durationS: number;
  /** Path time gained `sinceS` after the stop began. */
  gainedS(sinceS: number): number;
  /** Rate of path time, 1 at the start and 0 at the end. */
  rate(sinceS: number): number;
}

export interface RatedLimits {
  readonly velocity: Float64Array;
  readonly acceleration: Float64Array;
  readonly jerk: Float64Array;
}

const SHORTEST_S = 0.02;
const LONGEST_S = 4;
const GROWTH = 1.15;
const CHECKS = 64;

/** The rate is 1 - 10u³ + 15u⁴ - 6u⁵ with u = t/T: zero slope and curvature at both ends. */
function profileOver(durationS: number): StopProfile {
  const clampU = (sinceS: number): number => Math.min(1, Math.max(0, sinceS / durationS));
  return {
    durationS,
    gainedS(sinceS) {
      const u = clampU(sinceS);
      return durationS * (u - 2.5 * u ** 4 + 3 * u ** 5 - u ** 6);
    },
    rate(sinceS) {
      const u = clampU(sinceS);
      return 1 - 10 * u ** 3 + 15 * u ** 4 - 6 * u ** 5;
    },
  };
}

/** The shortest stop from path time `fromS` whose velocity, acceleration and jerk stay within the rated limits. */
export function stopProfile(move: MoveSampler, fromS: number, rated: RatedLimits): StopProfile {
  const dof = rated.velocity.length;
  const q = new Float64Array(dof);
  const v = new Float64Array(dof);
  const a = new Float64Array(dof);
  const j = new Float64Array(dof);
  for (let durationS = SHORTEST_S; durationS < LONGEST_S; durationS *= GROWTH) {
    const profile = profileOver(durationS);
    if (holds(profile)) return profile;
  }
  return profileOver(LONGEST_S);

  function holds(profile: StopProfile): boolean {
    const T = profile.durationS;
    for (let k = 0; k <= CHECKS; k++) {
      const u = k / CHECKS;
      const rate = profile.rate(u * T);
      const slope = (-30 * u ** 2 + 60 * u ** 3 - 30 * u ** 4) / T;
      const curvature = (-60 * u + 180 * u ** 2 - 120 * u ** 3) / (T * T);
      move.at(Math.min(fromS + profile.gainedS(u * T), move.durationS), q, v, a, j);
      for (let i = 0; i < dof; i++) {
        const acceleration = a[i]! * rate * rate + v[i]! * slope;
        const jerk = j[i]! * rate ** 3 + 3 * a[i]! * rate * slope + v[i]! * curvature;
        if (Math.abs(acceleration) > rated.acceleration[i]! || Math.abs(jerk) > rated.jerk[i]!) return false;
      }
    }
    return true;
  }
}
