// Parse tree → descriptions of objects and places. Nothing is looked up here.
import type { Relation } from "../kernel/contract/tools.ts";
import type { Asked, Description, Destination, Locator, Point, Ref, Refs } from "./ast.ts";
import type { Tree } from "./grammar-reader.ts";
import { find, findAll, kid, kidsOf } from "./tree.ts";
import { angleishOf, angleOf, METRES, numberOf, tidy } from "./units.ts";

const SIDES: Readonly<Record<string, Relation>> = {
  left: "left_of",
  right: "right_of",
  front: "in_front_of",
  behind: "behind",
};
const ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"];
export const ordinalOf = (node: Tree): number => ORDINALS.indexOf(node.text) + 1;

/** Tags off: "the c_red k_cube" reads "the red cube" in questions. */
export const spoken = (tokens: string): string =>
  tokens
    .replaceAll(/\b(?:k|c|i|u|j)_/g, "")
    .replaceAll(/\bks_(\w+)/g, "$1s")
    .replaceAll(/[#?]/g, "")
    .replaceAll(" ,", ",");

function nounOf(head: Tree): Description["noun"] {
  const name = head.text.replace(/^[a-z]+_/, "");
  if (head.label === "kind" || head.label === "kinds") return { is: "kind", name };
  if (head.label === "id") return { is: "id", name };
  if (head.label === "thing" || head.label === "things") return { is: "thing", name: "object" };
  if (head.label === "container") return { is: "container", name: "container" };
  if (head.label === "table") return { is: "table", name: "table" };
  return head.label === "unknown" ? null : { is: "one", name: "one" };
}

function described(node: Tree, locators: readonly Tree[]): Description {
  const adjectives = kidsOf(node, "adj");
  const head = kid(node, "head");
  const quant = kid(node, "quant")?.text;
  const det = kid(node, "det")?.text;
  const tally = kid(node, "tally");
  const own = [...adjectives, ...kidsOf(node, "paint"), ...(head === undefined ? [] : [head])];
  const unknown = own
    .flatMap((part) => findAll(part, "unknown"))
    .map((word) => word.text.replace(/^u_/, "").replace(/^\?/, ""));
  const everything = node.label === "everything" || node.label === "rest";
  return {
    kind: "description",
    words: spoken(node.text),
    all: everything || quant === "all" ? "all" : quant === "both" ? "both" : null,
    determiner: det === "a" ? "a" : det === "other" ? "other" : det === undefined ? null : "the",
    count: tally === undefined ? null : Number(/^#(\d+)/.exec(tally.text)?.[1] ?? Number.NaN),
    colours: own.flatMap((part) => findAll(part, "colour")).map((colour) => colour.text.slice(2)),
    ranks: adjectives.flatMap((adjective) => kidsOf(adjective, "rank").map((rank) => rank.text)),
    ordinal: adjectives.flatMap((adjective) => kidsOf(adjective, "ordinal").map(ordinalOf))[0] ?? null,
    noun: everything ? { is: "thing", name: "object" } : head === undefined ? null : nounOf(head),
    plural: everything || head?.label === "kinds" || head?.label === "things" || head?.label === "ones",
    locators: locators.map(locatorOf),
    unknown,
  };
}

function locatorOf(node: Tree): Locator {
  if (node.label === "other") return { kind: "not", of: described(node, []) };
  const colour = node.label === "painted" ? kid(node, "colour") : undefined;
  if (colour !== undefined) return { kind: "colour", colour: colour.text.slice(2) };
  const where = find(node, "where") as Tree;
  const bases = kidsOf(where, "base").map(refOf);
  const of = bases[0] as Ref;
  switch (where.label) {
    case "left":
    case "fromLeft":
      return { kind: "side", side: "left" };
    case "right":
    case "fromRight":
      return { kind: "side", side: "right" };
    case "middle":
      return { kind: "rank", rank: "middle" };
    case "rank":
      return { kind: "rank", rank: where.text };
    case "near":
      return { kind: "nearest", of };
    case "far":
      return { kind: "farthest", of };
    case "side":
      return { kind: "relation", relation: SIDES[kid(where, "side")?.label ?? ""] as Relation, of };
    case "in":
      return { kind: "inside", of };
    case "on":
      return { kind: "upon", of };
    default:
      return { kind: "between", of: bases };
  }
}

/** A `described` node by itself. */
export const describedOf = (node: Tree): Ref => described(node, []);

/** A `ref` or `base` node. */
export function refOf(node: Tree): Ref {
  const pronoun = kid(node, "pronoun");
  if (pronoun !== undefined) return { kind: pronoun.label as "it" | "them" | "you" };
  const base = kid(node, "base");
  // "the closest cube to the mug": the rank takes its reference.
  if (node.label === "ranked" && base !== undefined) {
    const rank = kid(node, "superlative")?.text === "farthest" ? "farthest" : "nearest";
    return { ...described(node, []), determiner: "the", locators: [{ kind: rank, of: refOf(base) }] };
  }
  return described(kid(node, "described") as Tree, kidsOf(node, "locator"));
}

/** "the red and blue cubes": one description for each colour. */
function colouredOf(node: Tree): Ref[] {
  const head = kid(node, "head") as Tree;
  return kidsOf(node, "colour").map((colour) => ({
    kind: "description",
    words: spoken(`${colour.text} ${head.text}`),
    all: null,
    determiner: "the",
    count: null,
    colours: [colour.text.slice(2)],
    ranks: [],
    ordinal: null,
    noun: nounOf(head),
    plural: false,
    locators: [],
    unknown: head.label === "unknown" ? [spoken(head.text)] : [],
  }));
}

const manyOf = (node: Tree): Ref[] =>
  kidsOf(node, "some").flatMap((some) => {
    const colours = kid(some, "colours");
    return colours !== undefined
      ? colouredOf(colours)
      : [refOf((kid(some, "ref") ?? kid(some, "single") ?? kid(some, "base")) as Tree)];
  });

/** A `refs` or `bareRefs` node. */
export function refsOf(node: Tree): Refs {
  const list = find(node, "list") as Tree;
  const exception = kid(list, "exception");
  const except = exception === undefined ? [] : manyOf(kid(exception, "many") as Tree);
  const refs = manyOf(kid(list, "many") as Tree);
  // "all but the green one" does not say all of what: it is asked about as "some" would be.
  const isOpen = except.some((ref) => ref.kind !== "description" || ref.noun === null || ref.noun.is === "one");
  return {
    refs: refs.map((ref) =>
      isOpen && ref.kind === "description" && ref.words === "all" ? { ...ref, determiner: "a" } : ref,
    ),
    except,
  };
}

const thetaOf = (pose: Tree): number => {
  const bare = kid(pose, "angleish");
  return (bare === undefined ? angleOf(kid(pose, "angle") as Tree) : angleishOf(bare)).value;
};

/** A `coords` node; bare numbers are metres. A unit said once after all three holds for all. */
export function pointOf(node: Tree, poseNode?: Tree): Point | Asked {
  const values = new Map<string, number>();
  const lastUnit = kid(node, "lunit")?.text ?? kid(find(node, "triple") ?? node, "lunit")?.text;
  let bare = 0;
  let withUnit = 0;
  const metres = (number: Tree, unit: string | undefined): number => {
    if (unit === undefined) bare++;
    else withUnit++;
    return numberOf(number) * (METRES[unit ?? lastUnit ?? "m"] ?? Number.NaN);
  };
  if (node.label === "named") {
    for (const named of kidsOf(node, "named")) {
      const axis = kid(named, "axis")?.text ?? "angleword";
      if (values.has(axis)) return { ask: `You said ${axis} twice. Which value should ${axis} have?` };
      const angle = kid(named, "angleish");
      const value =
        angle === undefined ? metres(kid(named, "number") as Tree, kid(named, "lunit")?.text) : angleishOf(angle).value;
      values.set(axis, value);
    }
  } else {
    const coords = findAll(node, "coord");
    for (const [i, coord] of coords.entries()) {
      values.set("xyz".charAt(i), metres(kid(coord, "number") as Tree, kid(coord, "lunit")?.text));
    }
    const last = coords[2];
    const onlyLast = last !== undefined && kid(last, "lunit") !== undefined && withUnit === 1;
    if (onlyLast) {
      const unit = METRES[kid(last, "lunit")?.text ?? ""] ?? 1;
      for (const axis of ["x", "y"]) values.set(axis, (values.get(axis) ?? 0) * unit);
      bare = 0;
    }
  }
  if (bare > 0 && withUnit > 0)
    return { ask: "Some of these coordinates have a unit and some have none. Which unit do they all have?" };
  const missing = ["x", "y", "z"].filter((axis) => !values.has(axis));
  if (missing.length > 0) return { ask: `Which ${missing.join(" and ")}? A position needs x, y and z in metres.` };
  const angle = poseNode === undefined ? undefined : thetaOf(poseNode);
  const theta = angle ?? values.get("angleword");
  const [x = 0, y = 0, z = 0] = ["x", "y", "z"].map((axis) => tidy(values.get(axis) ?? 0));
  return theta === undefined ? { x, y, z } : { x, y, z, theta: tidy(theta) };
}

/** A `dest` node. */
export function destinationOf(node: Tree): Destination {
  const base = kid(node, "base");
  const target = base === undefined ? ({ kind: "it" } as const) : refOf(base);
  switch (node.label) {
    case "in":
    case "on":
      return { kind: "relation", relation: node.label, target };
    case "side":
      return { kind: "relation", relation: SIDES[kid(node, "side")?.label ?? ""] as Relation, target };
    case "nearSide": {
      const side = kid(node, "onSide")?.label.toLowerCase().endsWith("left") ? "left_of" : "right_of";
      return { kind: "relation", relation: side, target };
    }
    case "near":
      return { kind: "near", target };
    case "to":
      return { kind: "to", target };
    case "point":
      return { kind: "point", point: pointOf(kid(node, "coords") as Tree) };
    default:
      return { kind: "back" };
  }
}
