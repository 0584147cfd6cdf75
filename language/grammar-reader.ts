// Reads the grammar's text into the recipe that ohm-js builds parsers from, and its matches into plain
// trees. ohm's own reader takes 0.7 s for our grammar, this one a few milliseconds; it also lifts each
// bracketed group and uneven alternative into a rule of its own, so that rules need no equal arities.
import * as ohm from "ohm-js";

type Recipe = readonly unknown[];

/** A match as plain data: brackets, repetitions and helper rules are flattened away. */
export interface Tree {
  readonly rule: string;
  /** Which `-- label` of the rule matched, or "". */
  readonly label: string;
  /** The tokens that it covers, without the last space. */
  readonly text: string;
  readonly kids: readonly Tree[];
}

export interface Parser {
  /** The tree, or the offset of the first token that no rule could use. */
  parse(tokens: string): { readonly tree: Tree } | { readonly failedAt: number };
}

const LEXEME = /\s*(?:"([^"]*)"|--\s*(\w+)|(\w+)|(.))/gy;

export function parserOf(source: string): Parser {
  const lexemes = [...source.matchAll(LEXEME)].map((m) =>
    m[1] !== undefined
      ? { t: "text", v: m[1] }
      : m[2] !== undefined
        ? { t: "label", v: m[2] }
        : m[3] !== undefined
          ? { t: "name", v: m[3] }
          : { t: "mark", v: m[4] ?? "" },
  );
  const rules: Record<string, Recipe> = {};
  let at = 0;
  let rule = "";
  let formals: string[] = [];
  let helpers = 0;
  let closes = false;
  const isMark = (v: string, offset = 0): boolean =>
    lexemes[at + offset]?.t === "mark" && lexemes[at + offset]?.v === v;
  const eat = (v: string): boolean => isMark(v) && ++at > 0;
  const define = (name: string, body: Recipe): Recipe => {
    rules[name] = ["define", {}, null, formals, body];
    return ["app", {}, name, formals.map((_, i) => ["param", {}, i])];
  };
  const startsRule = (): boolean =>
    lexemes[at]?.t === "name" && (isMark("=", 1) || (isMark("<", 1) && isMark(">", 3) && isMark("=", 4)));

  function alternatives(top = false): Recipe {
    const all: Recipe[] = [];
    do {
      const factors: Recipe[] = [];
      while (at < lexemes.length && !startsRule() && !isMark("|") && !isMark(")") && lexemes[at]?.t !== "label")
        factors.push(factor());
      // A rule defined with "==" is a whole clause: each of its alternatives must reach a clause's end.
      if (closes && top) factors.push(["app", {}, "follow", []]);
      const body = factors.length === 1 ? (factors[0] as Recipe) : ["seq", {}, ...factors];
      const label = lexemes[at]?.t === "label" ? lexemes[at++]?.v : undefined;
      const isPlain = factors.length === 1 && (body[0] === "terminal" || body[0] === "app" || body[0] === "param");
      if (label !== undefined) all.push(define(`${rule}_${label}`, body));
      else all.push(isPlain ? body : define(`${rule}_${++helpers}`, body));
    } while (eat("|"));
    return all.length === 1 ? (all[0] as Recipe) : ["alt", {}, ...all];
  }
  function factor(): Recipe {
    if (eat("~")) return ["not", {}, factor()];
    if (eat("&")) return ["lookahead", {}, factor()];
    let atom: Recipe;
    const lexeme = lexemes[at++];
    if (lexeme?.t === "text") {
      const text = lexeme.v;
      atom = ["terminal", {}, text === " " ? text : text.endsWith("~") ? text.slice(0, -1) : `${text} `];
    } else if (lexeme?.t === "name") {
      const args: Recipe[] = [];
      if (eat("<")) {
        args.push(named(lexemes[at++]?.v ?? ""));
        at++;
      }
      atom = formals.includes(lexeme.v) ? ["param", {}, 0] : ["app", {}, lexeme.v, args];
    } else {
      const inner = alternatives();
      at++;
      atom = define(`${rule}_${++helpers}`, inner);
    }
    for (;;) {
      if (eat("?")) atom = ["opt", {}, atom];
      else if (eat("*")) atom = ["star", {}, atom];
      else if (eat("+")) atom = ["plus", {}, atom];
      else return atom;
    }
  }
  const named = (name: string): Recipe => (formals.includes(name) ? ["param", {}, 0] : ["app", {}, name, []]);

  while (at < lexemes.length) {
    rule = lexemes[at++]?.v ?? "";
    formals = eat("<") ? [lexemes[at++]?.v ?? ""] : [];
    if (formals.length > 0) at++;
    at++;
    closes = eat("=");
    helpers = 0;
    define(rule, alternatives(true));
  }
  const first = Object.keys(rules).find((name) => !name.includes("_"));
  const recipe = ["grammar", { source: "" }, "Orders", null, first, rules];
  const built = (ohm as unknown as { makeRecipe(recipe: Recipe): ohm.Grammar }).makeRecipe(recipe);
  return parserFor(built);
}

function parserFor(built: ohm.Grammar): Parser {
  const semantics = built.createSemantics();
  semantics.addOperation<Tree[]>("trees", {
    _terminal(this: ohm.Node): Tree[] {
      return [{ rule: "", label: "", text: this.sourceString.trimEnd(), kids: [] }];
    },
    _iter(...children: ohm.Node[]): Tree[] {
      return children.flatMap((child) => child.trees() as Tree[]);
    },
    _nonterminal(this: ohm.Node, ...children: ohm.Node[]): Tree[] {
      const kids = children.flatMap((child) => child.trees() as Tree[]);
      const [rule = "", label = ""] = this.ctorName.split("_");
      if (/^\d+$/.test(label)) return kids;
      const text = this.sourceString.trimEnd();
      const inner = kids.length === 1 ? kids[0] : undefined;
      if (label === "" && inner?.rule === rule && inner.label !== "") return [inner];
      return [{ rule, label, text, kids }];
    },
  });
  return {
    parse(tokens) {
      const match = built.match(tokens);
      if (match.failed()) return { failedAt: match.getRightmostFailurePosition() };
      const [tree] = semantics(match).trees() as Tree[];
      return { tree: tree as Tree };
    },
  };
}
