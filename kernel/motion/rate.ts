// The rate at which path time passes, on its way to another rate: its slope rises to a limit, holds it and falls to
// zero, the second derivative being a constant or zero. The fastest such change there is.

/** Filled by `setRate`. Phases 1 to 3: bend, hold, bend back. */
export interface RateProfile {
  fromRate: number;
  fromSlope: number;
  first: number;
  hold: number;
  last: number;
  /** r″ in the first and in the last phase. */
  firstBend: number;
  lastBend: number;
  target: number;
  durationS: number;
  /** Path time gained over the whole, s. */
  gainS: number;
}

/** What a profile is at a time; filled by `rateAt`. */
export interface RateState {
  rate: number;
  slope: number;
  /** Path time gained since the profile began, s. */
  gainedS: number;
}

// Numbers written out one by one: see otg/family.ts.
export const createRateProfile = (): RateProfile => ({
  fromRate: Number.NaN,
  fromSlope: Number.NaN,
  first: Number.NaN,
  hold: Number.NaN,
  last: Number.NaN,
  firstBend: Number.NaN,
  lastBend: Number.NaN,
  target: Number.NaN,
  durationS: Number.NaN,
  gainS: Number.NaN,
});

export const createRateState = (): RateState => ({ rate: Number.NaN, slope: Number.NaN, gainedS: Number.NaN });

/** Sets the fastest change from a rate and slope to `target` and no slope, within slopes and bend > 0. */
export function setRate(
  profile: RateProfile,
  rate: number,
  slope: number,
  target: number,
  mostDown: number,
  mostUp: number,
  bend: number,
): void {
  // Where it would come to rest if the slope were taken back at once tells which way to go.
  const rest = rate + (slope * Math.abs(slope)) / (2 * bend);
  const sign = target >= rest ? 1 : -1;
  const way = sign * (target - rate);
  const begun = sign * slope;
  const peak = Math.min(sign > 0 ? mostUp : mostDown, Math.sqrt(Math.max(0, bend * way + (begun * begun) / 2)));
  const first = Math.abs(peak - begun) / bend;
  const last = peak / bend;
  const left = way - (first * (begun + peak)) / 2 - (last * peak) / 2;
  profile.fromRate = rate;
  profile.fromSlope = slope;
  profile.first = first;
  profile.hold = peak > 0 && left > 0 ? left / peak : 0;
  profile.last = last;
  profile.firstBend = peak > begun ? sign * bend : -sign * bend;
  profile.lastBend = -sign * bend;
  profile.target = target;
  profile.durationS = first + profile.hold + last;
  const slow = sign * peak;
  const r1 = rate + first * (slope + (first * profile.firstBend) / 2);
  const r2 = r1 + profile.hold * slow;
  profile.gainS =
    first * (rate + first * (slope / 2 + (first * profile.firstBend) / 6)) +
    profile.hold * (r1 + (profile.hold * slow) / 2) +
    last * (r2 + last * (slow / 2 + (last * profile.lastBend) / 6));
}

/** The state `sinceS` after the profile began; after its end the target goes on. */
export function rateAt(profile: RateProfile, sinceS: number, out: RateState): void {
  const { first, hold, last, firstBend, lastBend, target } = profile;
  if (sinceS >= profile.durationS) {
    out.rate = target;
    out.slope = 0;
    out.gainedS = profile.gainS + (sinceS - profile.durationS) * target;
    return;
  }
  let rate = profile.fromRate;
  let slope = profile.fromSlope;
  let t = Math.min(sinceS, first);
  let gained = t * (rate + t * (slope / 2 + (t * firstBend) / 6));
  rate += t * (slope + (t * firstBend) / 2);
  slope += t * firstBend;
  if (sinceS > first) {
    t = Math.min(sinceS - first, hold);
    gained += t * (rate + (t * slope) / 2);
    rate += t * slope;
    t = Math.min(Math.max(0, sinceS - first - hold), last);
    gained += t * (rate + t * (slope / 2 + (t * lastBend) / 6));
    rate += t * (slope + (t * lastBend) / 2);
    slope += t * lastBend;
  }
  out.rate = rate;
  out.slope = slope;
  out.gainedS = gained;
}
