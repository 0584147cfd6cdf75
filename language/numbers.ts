// Numbers as people write them: digits, decimals, simple fractions and words, folded to "#value" tokens.
// Nothing is coerced: exponents, hex, digit groups and look-alikes are left as unknown words.

const ONES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const SMALL = new Map<string, number>([
  ...ONES.map((word, i) => [word, i] as const),
  ...TENS.map((word, i) => [word, 20 + 10 * i] as const),
  ["fourty", 40],
]);

const isNumeral = (word: string | undefined): word is string =>
  word !== undefined && (SMALL.has(word) || word === "hundred" || word === "thousand");

/** Value of a run of number words, or null when they do not make one number ("five ten"). */
function wholeOf(words: readonly string[]): number | null {
  let total = 0;
  let part = 0;
  let last = Number.POSITIVE_INFINITY;
  for (const word of words) {
    if (word === "hundred") {
      if (part > 9 || last === 100) return null;
      part = (part || 1) * 100;
      last = 100;
    } else if (word === "thousand") {
      if (total > 0) return null;
      total = (part || 1) * 1000;
      part = 0;
      last = 1000;
    } else {
      const value = SMALL.get(word) ?? 0;
      const room = last >= 100 ? true : last >= 20 && value < 10 && value > 0;
      if (!room) return null;
      part += value;
      last = value;
    }
  }
  return total + part;
}

/** Folds number words; a lone "one" stays, because "the green one" is no number. */
export function foldNumbers(words: readonly string[]): string[] {
  const out: string[] = [];
  for (let i = 0; i < words.length; ) {
    const word = words[i] as string;
    const run: string[] = [];
    let j = i;
    const leadsHundred = word === "a" && (words[i + 1] === "hundred" || words[i + 1] === "thousand");
    if (leadsHundred) j++;
    while (isNumeral(words[j]) || (words[j] === "and" && words[j - 1] === "hundred" && SMALL.has(words[j + 1] ?? ""))) {
      if (words[j] !== "and") run.push(words[j] as string);
      j++;
    }
    const decimals: number[] = [];
    let k = words[j] === "point" && SMALL.has(words[j + 1] ?? "") ? j + 1 : j;
    if (k > j) {
      for (; (SMALL.get(words[k] ?? "") ?? 10) < 10; k++) decimals.push(SMALL.get(words[k] as string) as number);
    }
    const whole = run.length > 0 ? wholeOf(run) : 0;
    const isLoneOne = run.length === 1 && run[0] === "one" && decimals.length === 0;
    if ((run.length > 0 || decimals.length > 0) && whole !== null && !isLoneOne) {
      out.push(`#${decimals.length > 0 ? Number(`${whole}.${decimals.join("")}`) : whole}`);
      i = decimals.length > 0 ? k : j;
    } else {
      out.push(word);
      i++;
    }
  }
  return out;
}

/** "3/4", "2 1/2": value, or null when it is no plain fraction. */
export function fraction(text: string): number | null {
  const match = /^(?:(\d{1,3}) +)?(\d{1,2})\/(\d{1,2})$/.exec(text);
  if (match === null || Number(match[3]) === 0) return null;
  return Number(match[1] ?? 0) + Number(match[2]) / Number(match[3]);
}
