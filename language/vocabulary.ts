// Tags the words of one cell: kinds, ids, colours, joints. What neither the grammar nor the cell knows
// becomes "u_word", which no rule reads except as part of a description that then has to be asked about.
import type { Cell } from "../kernel/contract/cell.ts";
import { GRAMMAR_WORDS } from "./grammar.ts";
import { openInflections } from "./inflect.ts";
import { fold } from "./lexicon.ts";

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  cube: ["block", "box", "brick", "cuboid", "square"],
  mug: ["cup", "coffee mug", "coffee cup", "tea cup", "teacup", "tea mug"],
  cylinder: ["can", "tube", "canister", "tin", "rod", "roller"],
  bin: ["trash", "trash can", "trashcan", "garbage", "garbage can", "waste bin", "dustbin", "rubbish bin", "wastebasket", "trash bin", "rubbish", "recycling bin", "basket", "bucket"],
  tray: ["platter", "serving tray"],
  shelf: ["rack", "ledge", "shelving"],
};
const COLOURS = "red green blue yellow white black orange purple pink brown grey gray violet cyan magenta turquoise golden silver beige teal".split(" ");

const plural = (noun: string): string =>
  noun.endsWith("f") ? `${noun.slice(0, -1)}ves` : /(?:s|x|sh|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;

interface CellWords {
  readonly phrases: ReadonlyMap<string, string>;
  readonly longest: number;
}

const known = new WeakMap<Cell, CellWords>();

function wordsOf(cell: Cell): CellWords {
  const found = known.get(cell);
  if (found !== undefined) return found;
  const phrases = new Map<string, string>();
  const kinds = new Set(cell.objects.map((object) => object.kind.toLowerCase()));
  for (const colour of COLOURS) phrases.set(colour, `c_${colour}`);
  phrases.set("colored", "");
  for (const { color } of cell.objects) if (color !== null) phrases.set(color.toLowerCase(), `c_${color.toLowerCase()}`);
  for (const kind of kinds) {
    const spoken = kind.replaceAll(/[_-]/g, " ");
    const names = [spoken, kind, ...(SYNONYMS[kind] ?? []).filter((name) => !kinds.has(name))];
    for (const name of names) {
      phrases.set(name, `k_${kind}`);
      phrases.set(plural(name), `ks_${kind}`);
    }
  }
  for (const { id } of cell.objects) if (!phrases.has(id.toLowerCase())) phrases.set(id.toLowerCase(), `i_${id.toLowerCase()}`);
  cell.robot.joints.forEach(({ name }, index) => {
    phrases.set(name.toLowerCase(), `j_${index + 1}`);
    phrases.set(`${cell.robot.name}_${name}`.toLowerCase(), `j_${index + 1}`);
    phrases.set(`j${index + 1}`, `j_${index + 1}`);
  });
  const words = { phrases, longest: Math.max(...[...phrases.keys()].map((phrase) => phrase.split(" ").length)) };
  known.set(cell, words);
  return words;
}

const PUNCTUATION = new Set([",", ".", "(", ")", "=", ":", "+", "%"]);

/** Words of a sentence → tokens of the grammar. */
export function tag(words: readonly string[], cell: Cell): string[] {
  const { phrases, longest } = wordsOf(cell);
  const named: string[] = [];
  for (let i = 0; i < words.length; ) {
    let taken = 0;
    for (let n = Math.min(longest, words.length - i); n >= 1 && taken === 0; n--) {
      const token = phrases.get(words.slice(i, i + n).join(" "));
      if (token === undefined || isOtherUse(words, i, n)) continue;
      taken = n;
      if (token !== "") named.push(token);
    }
    if (taken === 0) named.push(/^(?:k|ks|c|i|j|u)_/.test(words[i] as string) ? `?${words[i]}` : (words[i] as string));
    i += Math.max(taken, 1);
  }
  return fold(openInflections(named)).map((word) => {
    if (PUNCTUATION.has(word) || /^(?:#|k_|ks_|c_|i_|j_|<)/.test(word) || GRAMMAR_WORDS.has(word)) return word;
    return `u_${word}`;
  });
}

/** "can you" is no tin can, and nothing typed may look like a tag. */
const isOtherUse = (words: readonly string[], at: number, count: number): boolean =>
  count === 1 && words[at] === "can" && !/^(?:the|a|an|c_.*|red|green|blue|yellow|white)$/.test(words[at - 1] ?? "");
