// One sentence → what to do about it: a plan of tool calls, a question back, a refusal, an answer, or stop.
// Pure and offline. Order of judgement: stop, refusals, unreadable characters, questions, orders. Only an
// order that the grammar read to its last word, and that is grounded in the cell, becomes a plan.
import type { Cell } from "../kernel/contract/cell.ts";
import type { Interpretation, SceneView } from "../kernel/contract/interpretation.ts";
import { parseToolCall } from "../kernel/contract/tools.ts";
import { isAsked } from "./ast.ts";
import { groupsOfTree } from "./build.ts";
import { clean } from "./clean.ts";
import { findCorrection, hasSeveralOrders, readings, withoutOpening } from "./correct.ts";
import { expand } from "./expand.ts";
import { orders } from "./grammar.ts";
import { lex } from "./lexer.ts";
import { REQUEST, REQUEST_ING, type Token } from "./lexicon.ts";
import { answer, isInformation, isQuestion, viewOf } from "./questions.ts";
import { screenRefusal, screenSpeech, screenStop } from "./screen.ts";
import { tag, tagged } from "./vocabulary.ts";

const MAX_CHARACTERS = 2000;
const MAX_WORDS = 160;
const SURE = 0.97;
const WITH_DEFAULTS = 0.92;
const CORRECTED = 0.9;

type Verdict = Omit<Interpretation, "say">;

const clarify = (question: string, confidence = 0.4): Verdict => ({
  outcome: "clarify",
  calls: [],
  confidence,
  question,
});
const refuse = (reason: string): Verdict => ({ outcome: "refuse", calls: [], confidence: 0.95, reason });
const reply = (reason: string): Verdict => ({ outcome: "answer", calls: [], confidence: 0.95, reason });

/** Names the first word that no rule could use. */
function leftOver(tokens: readonly Token[], failedAt: number): Verdict {
  let offset = 0;
  let stuck: Token | undefined;
  for (const each of tokens) {
    if (offset >= failedAt) stuck ??= each;
    offset += each.token.length + 1;
  }
  const unknown = tokens.find(({ token }) => token.startsWith("u_"));
  const word = ((unknown ?? stuck)?.said ?? "").replaceAll(/[?#]/g, "");
  if (word === "" || /^[,.]$/.test(word))
    return clarify("That order is not complete. What exactly shall I do, with which object, and how far?", 0.3);
  return clarify(
    `I do not understand "${word}" here. Please say it in other words, for example: move 10 cm left, or: put the red cube in the tray.`,
    0.3,
  );
}

function readPlain(words: readonly string[], cell: Cell, scene: SceneView): Verdict {
  const tokens = tagged(words, cell);
  if (tokens.length === 0) return clarify("What shall I do?", 0.2);
  const parsed = orders().parse(`${tokens.map(({ token }) => token).join(" ")} `);
  if ("failedAt" in parsed) return leftOver(tokens, parsed.failedAt);
  const groups = groupsOfTree(parsed.tree);
  const last = tokens.findLast(({ token }) => token !== "," && token !== ".");
  if (last?.token === "then" && groups.flat().length === 1) return clarify(`"${last.said}": after what?`);
  const expanded = expand(groups, cell, scene);
  if (isAsked(expanded)) return clarify(expanded.ask);
  if (expanded.calls.length === 0) return clarify("What shall I do?", 0.2);
  for (const call of expanded.calls) {
    const checked = parseToolCall(call);
    if (!checked.ok) return clarify(`That is out of range (${checked.fault.reason}). Which value shall I use?`);
  }
  return { outcome: "plan", calls: expanded.calls, confidence: expanded.usedDefault ? WITH_DEFAULTS : SURE };
}

/** "move right now": to the right, or at once? Where both readings make a plan, they are asked about. */
function readOrder(words: readonly string[], cell: Cell, scene: SceneView): Verdict {
  const at = words.findIndex((word, i) => word === "right" && (words[i + 1] === "now" || words[i + 1] === "away"));
  if (at < 0) return readPlain(words, cell, scene);
  const atOnce = readPlain([...words.slice(0, at), ...words.slice(at + 2)], cell, scene);
  const toTheRight = readPlain([...words.slice(0, at + 1), ...words.slice(at + 2)], cell, scene);
  return toTheRight.outcome === "plan" ? clarify("Do you mean to the right, or at once?") : atOnce;
}

function readCorrected(words: readonly string[], cell: Cell, scene: SceneView): Verdict {
  const correction = findCorrection(words);
  if (correction === null) return readOrder(withoutOpening(words), cell, scene);
  const unclear = clarify(
    "You corrected yourself and I am not sure what holds. Please say the whole order once more.",
    0.3,
  );
  if (correction === "many") return unclear;
  const parses = (some: readonly string[]): boolean => !("failedAt" in orders().parse(`${tag(some, cell).join(" ")} `));
  if (!parses(correction.before)) return unclear;
  const { whole, spliced } = readings(correction);
  const asOrder = readOrder(whole, cell, scene);
  const isOrder = asOrder.outcome === "plan" && /^[a-z]/.test(whole[0] ?? "") && spliced.length === 0;
  const plans = isOrder
    ? hasSeveralOrders(correction.before)
      ? []
      : [asOrder]
    : spliced.map((line) => readOrder(line, cell, scene)).filter(({ outcome }) => outcome === "plan");
  const different = new Map(plans.map((plan) => [JSON.stringify(plan.calls), plan]));
  const [only] = different.values();
  return different.size === 1 && only !== undefined ? { ...only, confidence: CORRECTED } : unclear;
}

/** Whether a line that asks still is a request: "could you …?", but not "do you have to …?". */
function isRequest(words: readonly string[], cell: Cell): boolean {
  if (
    isQuestion(words, false) &&
    !/^(?:\W+|please |and |so |well )*(?:do you mind|may i ask you)\b/.test(words.join(" "))
  )
    return false;
  const tokens = tag(words, cell);
  return tokens.includes(REQUEST) || tokens.includes(REQUEST_ING);
}

const withoutTrailing = (words: readonly string[]): string[] => {
  const out = [...words];
  while (out.length > 0 && (out.at(-1) === "." || out.at(-1) === ",")) out.pop();
  return out;
};

function judge(say: string, cell: Cell, scene: SceneView): Verdict {
  if (say.length > MAX_CHARACTERS) {
    if (/^\W*(?:stop|halt|freeze|abort)\b/i.test(say.slice(0, 64)))
      return { outcome: "stop", calls: [], confidence: 1, emergency: false };
    return clarify(
      `That is ${say.length} characters; I read at most ${MAX_CHARACTERS} at once. Please say it shorter.`,
      0.1,
    );
  }
  const { text, odd, quoted } = clean(say);
  const words = lex(text);
  // A line that is one stop word in quotation marks is still a person who wants it to stop.
  const stop = screenStop(quoted ? lex(text.replaceAll(/^\s*["'`]+|["'`]+[\s.!]*$/g, "")) : words);
  if (stop !== null) return { outcome: "stop", calls: [], confidence: 1, emergency: stop.emergency };
  if (words.every((word) => word === "," || word === "."))
    return clarify("What shall I do? For example: pick up the red cube and put it in the tray.", 0);
  const refusal = screenRefusal(words);
  if (refusal !== null) return refuse(refusal);
  if (odd !== null)
    return clarify(`I cannot read the character "${odd}". Please write it in plain English letters and digits.`, 0.2);
  if (quoted) return clarify("Part of that is in quotation marks. Please say as a plain order what I shall do.", 0.2);
  if (words.length > MAX_WORDS) return clarify("That is a lot at once. Please say it in shorter parts.", 0.1);
  const marked = /\?[\s!?.)]*$/.test(text);
  const order = withoutTrailing(words);
  const informs = isInformation(order);
  if (informs || isQuestion(order, marked)) {
    const request = !informs && isRequest(order, cell) ? readCorrected(order, cell, scene) : null;
    if (request?.outcome === "plan") return request;
    const told = answer(order, cell, scene);
    const view = viewOf(order);
    const isPlainOrder = marked && !isQuestion(order, false) && !informs;
    if (request !== null && told === null) return request;
    if (isPlainOrder && readOrder(order, cell, scene).outcome === "plan")
      return clarify("Do you ask, or shall I do it? Say it without the question mark and I will.", 0.5);
    return told === null
      ? clarify(
          screenSpeech(order) ?? "I cannot answer that. Ask where things are, what I hold, or tell me what to do.",
          0.3,
        )
      : { ...reply(told), ...(view === null ? {} : { view }) };
  }
  const result = readCorrected(order, cell, scene);
  if (result.outcome === "plan") return result;
  const speech = result.confidence <= 0.3 ? screenSpeech(order) : null;
  return speech === null ? result : clarify(speech, 0.3);
}

/** Reads one sentence. Never throws, never waits; the same input gives the same answer. */
export function interpret(say: string, cell: Cell, scene: SceneView): Interpretation {
  return { say, ...judge(say, cell, scene) };
}
