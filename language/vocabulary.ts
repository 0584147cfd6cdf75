// Tags the words of one cell: kinds, ids, colours, joints. What neither the grammar nor the cell knows
// becomes "u_word", which no rule reads except as part of a description that then has to be asked about.
import type { Cell } from "../kernel/contract/cell.ts";
import { GRAMMAR_WORDS } from "./grammar.ts";
import { openInflection } from "./inflect.ts";
import { fold, type Token } from "./lexicon.ts";

const SYNONYMS: Readonly<Record<string, readonly string[]>> = {
  cube: ["block", "box", "brick", "cuboid", "square"],
  mug: ["cup", "coffee mug", "coffee cup", "tea cup", "teacup", "tea mug"],
  cylinder: ["can", "tube", "canister", "tin", "rod", "roller"],
  bin: [
    "trash",
    "trash can",
    "trashcan",
    "garbage",
    "garbage can",
    "waste bin",
    "dustbin",
    "rubbish bin",
    "wastebasket",
    "trash bin",
    "rubbish",
    "recycling bin",
    "basket",
    "bucket",
  ],
  tray: ["platter", "serving tray"],
  shelf: ["rack", "ledge", "shelving"],
};
const COLOURS =
  "red green blue yellow white black orange purple pink brown grey gray violet cyan magenta turquoise golden silver beige teal".split(
    " ",
  );

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
  for (const { color } of cell.objects)
    if (color !== null) phrases.set(color.toLowerCase(), `c_${color.toLowerCase()}`);
  for (const kind of kinds) {
    const spoken = kind.replaceAll(/[_-]/g, " ");
    const names = [spoken, kind, ...(SYNONYMS[kind] ?? []).filter((name) => !kinds.has(name))];
    for (const name of names) {
      phrases.set(name, `k_${kind}`);
      phrases.set(plural(name), `ks_${kind}`);
    }
  }
  for (const { id } of cell.objects)
    if (!phrases.has(id.toLowerCase())) phrases.set(id.toLowerCase(), `i_${id.toLowerCase()}`);
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

/** Words of a sentence → tokens of the grammar, each with the words that it stands for. */
export function tagged(words: readonly string[], cell: Cell): Token[] {
  const { phrases, longest } = wordsOf(cell);
  const named: Token[] = [];
  for (let i = 0; i < words.length; ) {
    let taken = 0;
    for (let n = Math.min(longest, words.length - i); n >= 1 && taken === 0; n--) {
      const said = words.slice(i, i + n).join(" ");
      const token = phrases.get(said);
      if (token === undefined || isOtherUse(words, i, n)) continue;
      taken = n;
      if (token !== "") named.push({ token, said });
    }
    const word = words[i] as string;
    // Nothing typed may pass for a tag.
    if (taken === 0) named.push({ token: /^(?:k|ks|c|i|j|u)_/.test(word) ? `?${word}` : word, said: word });
    i += Math.max(taken, 1);
  }
  const opened = named.flatMap(({ token, said }, i) =>
    openInflection(token, named[i - 1]?.token).map((part, k) => ({ token: part, said: k === 0 ? said : "" })),
  );
  return fold(opened).map(({ token, said }) => {
    const isKnown = PUNCTUATION.has(token) || /^(?:#|k_|ks_|c_|i_|j_|<)/.test(token) || GRAMMAR_WORDS.has(token);
    return { token: isKnown ? token : `u_${token}`, said };
  });
}

/** Words of a sentence → tokens of the grammar. */
export const tag = (words: readonly string[], cell: Cell): string[] => tagged(words, cell).map(({ token }) => token);

/** "can you" is no tin can, and nothing typed may look like a tag. */
const isOtherUse = (words: readonly string[], at: number, count: number): boolean =>
  count === 1 && words[at] === "can" && !/^(?:the|a|an|c_.*|red|green|blue|yellow|white)$/.test(words[at - 1] ?? "");
