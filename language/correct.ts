// Corrections inside a line: "move left, no, right 10 cm". What was said last replaces what it stands for.
// Every way to read it is tried by the caller; only if all readings agree is one taken.

const MARKERS: readonly (readonly string[])[] = [
  "no wait",
  "no sorry",
  "sorry no",
  "oh no",
  "no i mean",
  "sorry i mean",
  "no i meant",
  "sorry i meant",
  "i mean",
  "i meant",
  "or rather",
  "no actually",
  "actually no",
  "wait no",
  "make that",
  "make it",
  "correction",
  "scratch that",
  "no make that",
  "no make it",
  "sorry make that",
  "actually make that",
  "actually make it",
  "rather",
  "no not that",
  "nope",
  "sorry",
  "actually",
  "no",
  "oops",
  "oops no",
  "oops i mean",
  "forget that",
  "forget it",
  "never mind",
  "never mind that",
  "on second thought",
  "on second thoughts",
].map((marker) => marker.split(" "));

/** These take back only when they stand by themselves: "never mind the mug" takes nothing back. */
const ALONE = /^(?:forget|never|on)$/;

/** Words before a correction that are no order yet. */
const OPENING = /^(?:please|ok|okay|and|so|well|,)$/;

export interface Correction {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

const isBreak = (word: string | undefined): boolean => word === "," || word === ".";

const trimmed = (words: readonly string[]): string[] => {
  const out = [...words];
  while (out[0] === "," || out[0] === ".") out.shift();
  while (out.at(-1) === "," || out.at(-1) === ".") out.pop();
  return out;
};

/** Splits a line at its one marker of correction, set off from what went before. Null when there is none; "many" when unclear. */
export function findCorrection(words: readonly string[]): Correction | "many" | null {
  let found: Correction | null = null;
  let markerEnd = 0;
  for (let i = 0; i < words.length; i++) {
    const marker = MARKERS.filter((m) => m.every((word, k) => words[i + k] === word)).toSorted(
      (a, b) => b.length - a.length,
    )[0];
    if (marker === undefined) continue;
    if (ALONE.test(marker[0] ?? "") && !isBreak(words[i + marker.length])) continue;
    const isParted =
      words[i - 1] === "," || words[i - 1] === "." || words[i + marker.length] === "," || marker.length > 1 || i === 0;
    const before = trimmed(words.slice(0, i));
    const after = trimmed(words.slice(i + marker.length));
    if (before.every((word) => OPENING.test(word))) {
      const isHarmless =
        marker.length === 1 && (marker[0] === "sorry" || marker[0] === "actually" || marker[0] === "oops");
      if (!isHarmless) return found === null ? null : "many";
      i += marker.length - 1;
      continue;
    }
    if (!isParted || after.length === 0) return "many";
    // "sorry, I meant" is one correction in two phrases.
    if (found !== null && words.slice(markerEnd, i).every((word) => word === ",")) {
      found = { before: found.before, after };
      markerEnd = i + marker.length;
      i = markerEnd - 1;
      continue;
    }
    if (found !== null) return "many";
    markerEnd = i + marker.length;
    found = { before, after };
    i += marker.length - 1;
  }
  return found;
}

/** "Sorry, go home" and "actually, go home" correct an earlier line; the word itself says nothing. */
export function withoutOpening(words: readonly string[]): readonly string[] {
  const at = words.findIndex((word) => !OPENING.test(word));
  return /^(?:sorry|actually|oops)$/.test(words[at] ?? "") ? trimmed(words.slice(at + 1)) : words;
}

const DIRECTIONS =
  /^(?:left|right|up|down|forward|forwards|back|backward|backwards|clockwise|counterclockwise|anticlockwise|ahead)$/;
const UNITS =
  /^(?:cm|mm|m|inch|inches|centimet(?:er|re)s?|millimet(?:er|re)s?|met(?:er|re)s?|degrees?|deg|seconds?|s|sec|feet|foot|ft|percent|%|times)$/;
const GRIPPER = /^(?:gripper|hand|claw|jaws|fingers|tool)$/;
const BREAKS = new Set([",", ".", "and", "then"]);

type Kind = "direction" | "axis" | "number" | "article" | "colour" | "preposition" | "other";
function kindOf(word: string): Kind {
  if (DIRECTIONS.test(word)) return "direction";
  if (word.startsWith("#")) return "number";
  if (/^[xyz]$/.test(word)) return "axis";
  if (word === "the" || word === "a") return "article";
  if (/^(?:red|green|blue|yellow|white)$/.test(word)) return "colour";
  return /^(?:in|into|on|onto|behind|left|to)$/.test(word) ? "preposition" : "other";
}

/** Lines that the corrected one may mean, likeliest first; the whole of `after` as an order of its own comes first. */
export function readings({ before, after }: Correction): {
  readonly whole: readonly string[];
  readonly spliced: readonly (readonly string[])[];
} {
  const first = after[0] ?? "";
  const kind = kindOf(first);
  const spliced: string[][] = [];
  const places = before.map((_, i) => i).filter((i) => kindOf(before[i] as string) === kind && kind !== "other");
  for (const i of places.toReversed()) {
    if (kind === "axis") {
      // "x=0.4 y=0.1, no, y=0.2": the value of the same axis is replaced.
      if (before[i] !== first) continue;
      const value = before.findIndex((word, k) => k > i && word.startsWith("#"));
      if (value < 0 || value > i + 2) continue;
      const skip = UNITS.test(before[value + 1] ?? "") ? 2 : 1;
      spliced.push([...before.slice(0, i), ...after, ...before.slice(value + skip)]);
    } else if (kind === "number") {
      const saysUnit = after.length > 1 && UNITS.test(after[1] ?? "");
      const skip = saysUnit && UNITS.test(before[i + 1] ?? "") ? 2 : 1;
      const tail = before.slice(i + skip);
      // A whole position for a whole position.
      const count = (some: readonly string[]): number => some.filter((word) => word.startsWith("#")).length;
      if (count(after) > 1 && count(before.slice(i)) === count(after)) spliced.push([...before.slice(0, i), ...after]);
      const repeats = after.slice(1).some((word) => tail.includes(word) || DIRECTIONS.test(word));
      spliced.push([...before.slice(0, i), ...after, ...(repeats ? [] : tail)]);
    } else if (kind === "direction") {
      const tail = before.slice(i + 1);
      spliced.push([...before.slice(0, i), ...after, ...(after.length > 1 ? [] : tail)]);
    } else {
      // A noun phrase: it ends where the next break or preposition begins.
      let end = i + 1;
      while (
        end < before.length &&
        !BREAKS.has(before[end] as string) &&
        kindOf(before[end] as string) !== "preposition"
      )
        end++;
      if (kind === "preposition") end = before.length;
      const phrase = after.filter((word, k) => word !== "," || kindOf(after[k + 1] ?? "") !== "preposition");
      spliced.push([...before.slice(0, i), ...phrase, ...before.slice(end)]);
    }
  }
  // "open the gripper, no, close it": what was opened is what is closed.
  const isOfGripper = before.some((word) => GRIPPER.test(word)) && /^(?:open|close|shut)$/.test(first);
  const whole = isOfGripper && after[1] === "it" ? [first, "the", "gripper", ...after.slice(2)] : after;
  return { whole, spliced };
}

/** Whether a line is more than one order, so that a correcting order might replace one or all of them. */
export const hasSeveralOrders = (words: readonly string[]): boolean =>
  words.some((word) => word === "and" || word === "then" || word === "." || word === ",");
