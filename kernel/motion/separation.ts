// Speed and separation monitoring: how far people must be from a moving arm so that it stands before they can
// reach it, and how fast it may move for the distance that there is. Pure; everything measured comes in.
//
//   S_p = S_h + S_r + S_s + C + Z_d + Z_r      source: ISO/TS 15066:2016, 5.5.4.2.3, now in ISO 10218-2:2025
//
//   S_h  what the person walks while the arm reacts and stops: v_h · (T_r + T_s)
//   S_r  what the arm moves before it begins to slow: v_r · T_r
//   S_s  what it moves while it stops: ½ · v_r · T_s, slowing evenly
//   C    how far a part of the body may reach in before the sensor sees it (ISO 13855)
//   Z_d  how far off the sensor may report the person
//   Z_r  how far off the arm's own position may be
//
// T_r here runs from the sensor's measurement, so the age of the report is a part of it.

/** One body of the arm against one person. Metres, seconds, m/s, none negative. */
export interface SeparationTerms {
  /** v_h, towards the arm; constant, so the worst that the person can do. */
  readonly humanSpeedMPerS: number;
  /** v_r, of the fastest point of the body, whichever way it goes. */
  readonly robotSpeedMPerS: number;
  /** T_r: from the sensor's measurement until the arm begins to slow. */
  readonly reactionS: number;
  /** T_s: from then until it stands. */
  readonly stoppingS: number;
  /** C */
  readonly intrusionM: number;
  /** Z_d */
  readonly sensorUncertaintyM: number;
  /** Z_r */
  readonly robotUncertaintyM: number;
}

/** S_p, metres: less than this between person and body, and the arm may still move when they meet. NaN for any NaN. */
export function protectiveSeparationM(terms: SeparationTerms): number {
  const { humanSpeedMPerS, robotSpeedMPerS, reactionS, stoppingS } = terms;
  const humanM = humanSpeedMPerS * (reactionS + stoppingS);
  const reactionM = robotSpeedMPerS * reactionS;
  const stoppingM = 0.5 * robotSpeedMPerS * stoppingS;
  return humanM + reactionM + stoppingM + terms.intrusionM + terms.sensorUncertaintyM + terms.robotUncertaintyM;
}

/** C + Z_d + Z_r, metres: what is kept whatever moves. */
export const fixedSeparationM = (
  terms: Pick<SeparationTerms, "intrusionM" | "sensorUncertaintyM" | "robotUncertaintyM">,
): number => terms.intrusionM + terms.sensorUncertaintyM + terms.robotUncertaintyM;

/**
 * The greatest rate of path time, in [0, 1], at which S_p is no more than `distanceM`; 0 where even an arm at rest
 * would not have enough, or anything is NaN. At rate r the body moves at r · `fullSpeedMPerS` and stops in
 * `leastStopS` + r · `stopPerRateS`, which makes S_p a quadratic in r:
 * ½·v·T₁·r² + (v_h·T₁ + v·T_r + ½·v·T₀)·r + v_h·(T_r + T₀) + C + Z_d + Z_r.
 */
export function allowedRate(
  distanceM: number,
  humanSpeedMPerS: number,
  fullSpeedMPerS: number,
  reactionS: number,
  leastStopS: number,
  stopPerRateS: number,
  fixedM: number,
): number {
  const a = 0.5 * fullSpeedMPerS * stopPerRateS;
  const b = humanSpeedMPerS * stopPerRateS + fullSpeedMPerS * (reactionS + 0.5 * leastStopS);
  const spareM = distanceM - humanSpeedMPerS * (reactionS + leastStopS) - fixedM;
  if (!(spareM >= 0)) return 0;
  if (a + b <= spareM) return 1;
  const rate = (2 * spareM) / (b + Math.hypot(b, 2 * Math.sqrt(a) * Math.sqrt(spareM)));
  return rate >= 0 ? Math.min(1, rate) : 0;
}
