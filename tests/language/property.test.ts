// What must hold for every line, not only for the ones we thought of.
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseToolCall } from "../../kernel/contract/tools.ts";
import { measuredScene, read } from "./fixture.ts";

const lines = ["dev.jsonl", "english.jsonl", "english-2.jsonl", "english-3.jsonl", "english-4.jsonl"].flatMap((name) =>
  readFileSync(new URL(`../commands/${name}`, import.meta.url), "utf8")
    .trim()
    .split("\n"),
);
const corpus = lines.map((line) => JSON.parse(line) as { say: string; expect: { outcome: string[] } });
const orders = corpus.filter(({ expect: { outcome } }) => outcome.includes("plan")).map(({ say }) => say);
const WORDS = [...new Set(corpus.flatMap(({ say }) => say.toLowerCase().split(/(?=[,.?!])|\s+/)))]
  .filter((word) => word !== "")
  .concat("__proto__", "constructor", "toString", "k_cube", "<req>", "u_cube", "home");
const salad = fc.array(fc.constantFrom(...WORDS), { maxLength: 14 }).map((words) => words.join(" "));
const scenes = [measuredScene(), measuredScene({}, "red_cube"), { ...measuredScene(), lastObject: "mug" }];

function holds(say: string): void {
  for (const scene of scenes) {
    const got = read(say, scene);
    expect(got.say).toBe(say);
    expect(got.calls.length > 0).toBe(got.outcome === "plan");
    expect(got.confidence).toBeGreaterThanOrEqual(0);
    expect(got.confidence).toBeLessThanOrEqual(1);
    if (got.outcome === "plan") expect(got.confidence).toBeGreaterThanOrEqual(0.85);
    if (got.outcome === "clarify") expect(got.question).toBeTruthy();
    if (got.outcome === "refuse" || got.outcome === "answer") expect(got.reason).toBeTruthy();
    for (const call of got.calls) expect(parseToolCall(call).ok, JSON.stringify(call)).toBe(true);
  }
}

describe("for every line", () => {
  it("never throws on word salad, and each plan's calls fit their schemas", () => {
    fc.assert(fc.property(salad, holds), { numRuns: 500, seed: 7 });
  });

  it("never throws on any Unicode text", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 200 }), holds), { numRuns: 300, seed: 11 });
  });

  it("answers the same twice", () => {
    for (const say of orders.slice(0, 50)) expect(read(say)).toEqual(read(say));
  });

  it.each(["don't ", "do not ", "never ", "please don't ", "you must not "])("never plans an order behind %j", (no) => {
    expect(orders.filter((say) => read(no + say).outcome === "plan")).toEqual([]);
  });

  it.each([
    ["he said ", ""],
    ['he said "', '"'],
    ["what if you ", "?"],
    ["if the mug is red, ", ""],
    ["tomorrow, ", ""],
    ["the sign says '", "'"],
    ["I was told to ", ""],
    ["", " if you see the mug"],
    ["", " unless it is red"],
    ["", " tomorrow"],
    ["should I ", "?"],
    ["why did you ", "?"],
    ["do you have to ", "?"],
    ["can the robot ", "?"],
    ["", " or not"],
    ["", " banana"],
  ])("never plans %j … %j", (before, after) => {
    expect(orders.filter((say) => read(before + say.replace(/[.!?]+$/, "") + after).outcome === "plan")).toEqual([]);
  });

  it("stops on every line that ends in stop, or begins with it", () => {
    for (const say of orders) {
      expect(read(`${say} stop`).outcome, say).toBe("stop");
      expect(read(`${say.replace(/[.!?]+$/, "")}, stop!`).outcome, say).toBe("stop");
      expect(read(`stop, ${say}`).outcome, say).toBe("stop");
    }
  });

  it("mirrors left and right", () => {
    const mirror = (say: string): string =>
      say.replaceAll(/\b(?:left|right)\b/gi, (word) => (word.toLowerCase() === "left" ? "right" : "left"));
    const moves = orders.filter((say) => {
      const { outcome, calls } = read(say);
      return (
        outcome === "plan" &&
        /\b(?:left|right)\b/i.test(say) &&
        calls.every(({ tool }) => tool === "move_relative" || tool === "set_speed")
      );
    });
    expect(moves.length).toBeGreaterThan(30);
    for (const say of moves) {
      const [here, there] = [read(say).calls, read(mirror(say)).calls];
      const flipped = here.map((call) =>
        call.tool === "move_relative"
          ? {
              ...call,
              args: Object.fromEntries(
                Object.entries(call.args).map(([k, v]) => [
                  k,
                  k === "dy" || (k === "dtheta" && /turn|rotate/.test(say)) ? -(v ?? 0) : v,
                ]),
              ),
            }
          : call,
      );
      expect(there, say).toEqual(flipped);
    }
  });

  it("does not care about capitals, politeness or a full stop", () => {
    for (const say of orders) {
      const calls = read(say).calls;
      expect(read(say.toUpperCase()).calls, say).toEqual(calls);
      expect(read(`Please ${say}`).calls, say).toEqual(calls);
      expect(read(`${say.replace(/[.!?]+$/, "")}.`).calls, say).toEqual(
        say.endsWith("?") ? read(`${say.slice(0, -1)}.`).calls : calls,
      );
    }
  });
});
