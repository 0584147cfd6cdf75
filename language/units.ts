// Quantities of a parse tree → metres, degrees, seconds. Results are rounded to 1e-9, so that 10 cm is 0.1.
import type { Amount } from "./ast.ts";
import type { Tree } from "./grammar-reader.ts";
import { find, kid } from "./tree.ts";

export const METRES: Readonly<Record<string, number>> = {
  cm: 0.01,
  mm: 0.001,
  m: 1,
  dm: 0.1,
  inch: 0.0254,
  in: 0.0254,
  ft: 0.3048,
};
const SECONDS: Readonly<Record<string, number>> = { sec: 1, second: 1, ms: 0.001, minutes: 60 };

/** Rounds away float noise; -0 becomes 0. */
export const tidy = (value: number): number => Math.round(value * 1e9) / 1e9 || 0;

/** A `number` node. */
export function numberOf(node: Tree): number {
  const plain = find(node, "plain");
  const text = plain?.text ?? "";
  const value = text.startsWith("#") ? Number(text.slice(1)) : 1;
  const mixed = find(node, "mixed");
  const extra = mixed === undefined ? 0 : mixed.label === "half" ? 0.5 : mixed.label === "quarter" ? 0.25 : 0.75;
  const sign = kid(node, "sign")?.text;
  return (sign === "minus" || sign === "negative" ? -1 : 1) * (value + extra);
}

const FRACTIONS: Readonly<Record<string, number>> = { half: 0.5, quarter: 0.25, threeQuarters: 0.75, third: 1 / 3 };
export const fractionOf = (node: Tree): number => FRACTIONS[node.label] ?? 1;

/** How many of its unit a `length`, `angle` or `span` node speaks of. */
function countOf(node: Tree): number {
  const number = kid(node, "number");
  if (number !== undefined) return numberOf(number);
  const frac = kid(node, "frac");
  if (frac !== undefined) return fractionOf(frac);
  return node.label === "oneHalf" ? 1.5 : node.label === "couple" ? 2 : 1;
}

export const lengthOf = (node: Tree): Amount => ({
  value: tidy(countOf(node) * (METRES[kid(node, "lunit")?.text ?? ""] ?? Number.NaN)),
  unit: "m",
});

export const spanOf = (node: Tree): Amount => ({
  value: tidy(countOf(node) * (SECONDS[kid(node, "secUnit")?.text ?? ""] ?? Number.NaN)),
  unit: "s",
});

export function angleOf(node: Tree): Amount {
  const unit = kid(node, "aunit")?.text;
  const per = unit === "deg" ? 1 : unit === "rad" ? 180 / Math.PI : 360;
  return { value: tidy(countOf(node) * per), unit: "deg" };
}

/** An `angleish` node: an angle, or a bare number. */
export function angleishOf(node: Tree): Amount {
  const angle = kid(node, "angle");
  return angle !== undefined ? angleOf(angle) : { value: numberOf(kid(node, "number") as Tree), unit: null };
}

/** A `scale` node, as a fraction of full speed; null when it is out of (0, 1] or says a bare number above 1. */
export function scaleOf(node: Tree): number | null {
  const number = kid(node, "number");
  const frac = kid(node, "frac");
  const value =
    node.label === "most"
      ? 1
      : frac !== undefined
        ? fractionOf(frac)
        : number === undefined
          ? 0
          : numberOf(number) / (node.label === "percent" ? 100 : 1);
  return shareOf(value);
}

/** A share of full speed in (0, 1], else null. */
export const shareOf = (value: number): number | null => (value > 0 && value <= 1 ? tidy(value) : null);
