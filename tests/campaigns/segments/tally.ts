// What the campaign on segments counts, added up over workers.

export interface Fault {
  readonly kind:
    | "accepted too close"
    | "accepted deeper"
    | "accepted touching itself"
    | "refused though clear"
    | "contact that is none"
    | "least distance overstated"
    | "oracle differs from brute force";
  readonly detail: string;
}

export interface Tally {
  cases: number;
  accepted: number;
  refused: number;
  /** By the oracle, of those that do not start too close: clear of the band, in it, nearer than it, touching. */
  clear: number;
  band: number;
  near: number;
  colliding: number;
  undecided: number;
  clearByTwice: number;
  clearRefused: number;
  /** Start nearer than asked for; of these accepted, and refused although they lead straight out. */
  starting: number;
  waysOut: number;
  waysOutRefused: number;
  selfCases: number;
  selfColliding: number;
  selfClear: number;
  selfClearRefused: number;
  selfDeepestM: number;
  bruted: number;
  looks: number;
  checkerNs: number;
}

export const emptyTally = (): Tally => ({
  cases: 0,
  accepted: 0,
  refused: 0,
  clear: 0,
  band: 0,
  near: 0,
  colliding: 0,
  undecided: 0,
  clearByTwice: 0,
  clearRefused: 0,
  starting: 0,
  waysOut: 0,
  waysOutRefused: 0,
  selfCases: 0,
  selfColliding: 0,
  selfClear: 0,
  selfClearRefused: 0,
  selfDeepestM: 0,
  bruted: 0,
  looks: 0,
  checkerNs: 0,
});

export function addTally(sum: Tally, more: Tally): void {
  for (const key of Object.keys(more) as (keyof Tally)[]) {
    sum[key] = key === "selfDeepestM" ? Math.min(sum[key], more[key]) : sum[key] + more[key];
  }
}
