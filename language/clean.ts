// Raw text to plain lower-case text. Typography is folded to ASCII; anything else that is not ASCII is
// reported, because look-alike letters and digits must be asked about, never guessed.

export interface Cleaned {
  readonly text: string;
  /** The first character that could not be read, or null. */
  readonly odd: string | null;
  readonly quoted: boolean;
}

const FOLD: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u02bc": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u201e": '"',
  "\u00ab": '"',
  "\u00bb": '"',
  "\u2212": "-",
  "\u2010": "-",
  "\u2011": "-",
  "\u2013": " - ",
  "\u2014": " , ",
  "\u2026": " . ",
  "\u00a0": " ",
  "\u202f": " ",
  "\u2009": " ",
  "\u00ba": "\u00b0",
  "\u00bd": " 1/2 ",
  "\u00bc": " 1/4 ",
  "\u00be": " 3/4 ",
  "\t": " ",
  "\n": " . ",
  "\r": " ",
};

export function clean(say: string): Cleaned {
  let text = "";
  let odd: string | null = null;
  for (const char of say) {
    const folded = FOLD[char] ?? char;
    const code = folded.codePointAt(0) ?? 0;
    if (folded.length === 1 && folded !== "\u00b0" && (code < 32 || code > 126)) odd ??= char;
    else text += folded;
  }
  text = text.toLowerCase();
  const quoted = /["`]|(?<![a-z0-9])'|'(?![a-z])/.test(text.replace(/\b(\w+s)'(?=\s)/g, "$1"));
  return { text, odd, quoted };
}
