// Plain text to words, numbers ("#10") and punctuation. Contractions are opened, units split from
// their numbers, numbered steps turned into sentences. What is no word or number becomes "?text".
import { foldNumbers, fraction } from "./numbers.ts";

// Maps, not objects: a person may type "constructor".
const CONTRACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "can't": "can not",
    cannot: "can not",
    cant: "can not",
    "won't": "will not",
    wont: "will not",
    "shan't": "shall not",
    "ain't": "is not",
    dont: "do not",
    doesnt: "does not",
    didnt: "did not",
    isnt: "is not",
    shouldnt: "should not",
    mustnt: "must not",
    wouldnt: "would not",
    couldnt: "could not",
    "let's": "let us",
    lets: "let us",
    whats: "what is",
    wheres: "where is",
    hows: "how is",
    im: "i am",
    id: "i would",
    youre: "you are",
    thats: "that is",
    gonna: "going to",
    wanna: "want to",
    gotta: "have to",
    gimme: "give me",
    lemme: "let me",
    "y'all": "you",
    colour: "color",
    centre: "center",
  }),
);

const SUFFIXES: readonly (readonly [RegExp, string])[] = [
  [/n't$/, " not"],
  [/'re$/, " are"],
  [/'ve$/, " have"],
  [/'ll$/, " will"],
  [/'d$/, " would"],
  [/'m$/, " am"],
  [/'s$/, " is"],
];

const UNIT = "(?:mm|cm|cms|dm|m|in|ft|deg|degs|rad|rads|s|sec|secs|ms|min|mins|[a-z]{4,})";
const TOKEN = new RegExp(
  [
    String.raw`(?<frac>(?:\d{1,3} +)?\d{1,2}\/\d{1,2}(?![\d/.]))`,
    String.raw`(?<num>(?<![\w.)\]%-])[-+]?(?:\d+(?:\.\d+)?|\.\d+)(?=${UNIT}\b|[^\w.]|\.(?!\w)|$))`,
    `(?<word>[a-z_][a-z0-9_]*(?:'[a-z]+)?)`,
    String.raw`(?<mark>[.,;:!?()[\]{}=+%°&#])`,
    `(?<hyphen>-)`,
    String.raw`(?<junk>[^\s]+?(?=[\s,;!?]|$))`,
  ].join("|"),
  "g",
);
const MARKS: Readonly<Record<string, string>> = {
  ";": ".",
  "!": ".",
  "?": ".",
  "[": "(",
  "]": ")",
  "{": "(",
  "}": ")",
  "&": "and",
  "°": "degrees",
  "#": "",
};

/** "1. open 2. close" and "step 1: …, step 2: …" become sentences when they count up from 1; else they stay. */
function numberedSteps(text: string): string {
  const mark =
    /(?<=^|[\s,;.])(?:step (\d|one|two|three|four|five|six|seven|eight|nine)\s*[:.,)-]|\(?(\d)[.):])\s+(?=[a-z])/g;
  const words = "one two three four five six seven eight nine".split(" ");
  const found = [...text.matchAll(mark)].map((m) => Number(m[2] ?? (words.indexOf(m[1] ?? "") + 1 || m[1])));
  const counts = found.length >= 2 && found.every((n, i) => n === i + 1);
  return counts ? text.replace(mark, " . ") : text;
}

const ORDINALS = ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th"];
const ORDINAL_WORDS = "first second third fourth fifth sixth seventh eighth ninth".split(" ");
const wordOrdinals = (text: string): string =>
  text.replace(/(?<![\w.])\d(?:st|nd|rd|th)\b/g, (said) => ORDINAL_WORDS[ORDINALS.indexOf(said)] ?? said);

/** Words in order. `a-b` between letters is two words; `10-20` keeps its hyphen as an unknown word. */
export function lex(text: string): string[] {
  const out: string[] = [];
  const steps = wordOrdinals(numberedSteps(text));
  for (const match of steps.matchAll(TOKEN)) {
    const { frac, num, word, mark, hyphen, junk } = match.groups ?? {};
    if (frac !== undefined) {
      const value = fraction(frac);
      out.push(value === null ? `?${frac}` : `#${Math.round(value * 1e9) / 1e9}`);
    } else if (num !== undefined) out.push(/\d{7}/.test(num) ? `?${num}` : `#${Number(num)}`);
    else if (word !== undefined) {
      let open = CONTRACTIONS.get(word) ?? word;
      for (const [suffix, rest] of SUFFIXES) if (word.includes("'")) open = open.replace(suffix, rest);
      out.push(...open.replaceAll("'", "").split(" "));
    } else if (mark !== undefined) {
      const folded = MARKS[mark] ?? mark;
      if (folded !== "") out.push(folded);
    } else if (hyphen !== undefined) {
      const [before, after] = [steps[match.index - 1] ?? " ", steps[match.index + 1] ?? " "];
      if (/\d/.test(before) && /\d/.test(after)) out.push("?-");
      else if (/\s/.test(before) && /\s/.test(after)) out.push(",");
      else if (/\s/.test(before) && /^[xyz]\b/.test(steps.slice(match.index + 1))) out.push("minus");
      else if (!/[a-z0-9]/.test(before) || !/[a-z]/.test(after)) out.push("?-");
    } else if (junk !== undefined) out.push(`?${junk}`);
  }
  return foldNumbers(out);
}
