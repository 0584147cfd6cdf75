// What the grammar makes of a sentence, before anything is looked up in the cell. Metres, degrees, seconds.
import type { Relation } from "../kernel/contract/tools.ts";

/** `unit` is null when none was said; a wrong one ("10 degrees left") keeps its kind so that it can be asked about. */
export interface Amount {
  readonly value: number;
  readonly unit: "m" | "deg" | "s" | "percent" | null;
}

export type Axis = "x" | "y" | "z";

export type Step =
  | {
      readonly kind: "axis";
      readonly axis: Axis;
      readonly sign: 1 | -1;
      readonly amount: Amount | "slight" | null;
      /** "along x", where a negative distance is plain; after "left" it would say two directions at once. */
      readonly signless?: boolean;
    }
  | {
      readonly kind: "towards";
      readonly sign: 1 | -1;
      readonly target: Ref;
      readonly amount: Amount | "slight" | null;
    };

export type Locator =
  | { readonly kind: "side"; readonly side: "left" | "right" }
  | { readonly kind: "rank"; readonly rank: string }
  | { readonly kind: "colour"; readonly colour: string }
  | { readonly kind: "nearest" | "farthest" | "inside" | "upon"; readonly of: Ref }
  | { readonly kind: "relation"; readonly relation: Relation; readonly of: Ref }
  | { readonly kind: "between"; readonly of: readonly Ref[] }
  /** "that is not a cube", "that are not red". */
  | { readonly kind: "not"; readonly of: Description };

/** How an object was spoken of. `unknown` holds words that neither the grammar nor the cell knows. */
export interface Description {
  readonly kind: "description";
  readonly words: string;
  readonly all: "all" | "both" | null;
  readonly determiner: "the" | "a" | "other" | null;
  readonly count: number | null;
  readonly colours: readonly string[];
  readonly ranks: readonly string[];
  readonly ordinal: number | null;
  /** A kind of the cell, an object's id, "thing" for any object, "container", or null for "the one". */
  readonly noun: { readonly is: "kind" | "id" | "thing" | "container" | "one" | "table"; readonly name: string } | null;
  readonly plural: boolean;
  readonly locators: readonly Locator[];
  readonly unknown: readonly string[];
}

export type Ref = Description | { readonly kind: "it" } | { readonly kind: "them" } | { readonly kind: "you" };

export interface Refs {
  readonly refs: readonly Ref[];
  readonly except: readonly Ref[];
  /** "…but leave the red one": taken out of "all the cubes" where it is one of them. */
  readonly spared?: readonly Ref[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly theta?: number;
}

export type Asked = { readonly ask: string };
export const isAsked = (value: object): value is Asked => "ask" in value;

export type Destination =
  | { readonly kind: "relation"; readonly relation: Relation; readonly target: Ref }
  | { readonly kind: "to"; readonly target: Ref }
  | { readonly kind: "near"; readonly target: Ref }
  | { readonly kind: "point"; readonly point: Point | Asked }
  | { readonly kind: "back" };

export interface JointTurn {
  readonly joint: number | "last";
  readonly mode: "to" | "by";
  readonly amount: Amount;
}

export type Action =
  | {
      readonly kind: "move";
      readonly theme: Refs | null;
      readonly steps: readonly Step[];
      readonly slight: boolean;
      readonly verbless: boolean;
    }
  | { readonly kind: "turn"; readonly theme: Refs | null; readonly sign: 1 | -1 | 0; readonly amount: Amount | null }
  | { readonly kind: "lift"; readonly theme: Refs; readonly amount: Amount | null }
  /** `elided`: "then to (x, y, z)", clear only right after another position. */
  | { readonly kind: "goto"; readonly point: Point | Asked; readonly elided: boolean }
  | { readonly kind: "above"; readonly target: Ref; readonly height: Amount | null }
  | { readonly kind: "path"; readonly points: readonly (Point | Asked)[] }
  | { readonly kind: "joints"; readonly turns: readonly JointTurn[] }
  | { readonly kind: "allJoints"; readonly values: readonly Amount[]; readonly one: boolean }
  | { readonly kind: "pick"; readonly theme: Refs; readonly source: Ref | null }
  | { readonly kind: "put"; readonly theme: Refs; readonly source: Ref | null; readonly to: Destination }
  | { readonly kind: "release"; readonly theme: Refs | null }
  /** `byPronoun`: "close it", clear only after the gripper was spoken of. */
  | { readonly kind: "tool"; readonly close: boolean; readonly byPronoun: boolean }
  /** `carrying`: "bring it home", clear only when something is held. */
  | { readonly kind: "home"; readonly carrying: boolean }
  | { readonly kind: "wait"; readonly amount: Amount }
  | { readonly kind: "speed"; readonly scale: number | null }
  /** "Do the same with the mug", "and the mug too". */
  | { readonly kind: "same"; readonly theme: Refs }
  | { readonly kind: "swap"; readonly theme: Refs }
  | { readonly kind: "ask"; readonly ask: string };

export interface Clause {
  readonly actions: readonly Action[];
  /** Speed scales said with this clause. */
  readonly speeds: readonly (number | null)[];
  readonly times: readonly number[];
  /** "Do that twice": the count is of all that was said. */
  readonly repeatsAll: boolean;
  /** Objects said to be left alone. */
  readonly spared: readonly Ref[];
}

/** Clauses joined by "and" or a comma; groups follow one another. */
export type Group = readonly Clause[];
