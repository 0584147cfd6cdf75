import { PassThrough, Readable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { linesOf, MAX_LINE_LENGTH, styler } from "../../apps/cli/io.ts";

async function linesIn(chunks: readonly (Buffer | string)[]): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of linesOf(Readable.from(chunks.map((chunk) => Buffer.from(chunk))))) lines.push(text);
  return lines;
}

describe("linesOf", () => {
  it.each([
    ["", []],
    ["\n", [""]],
    ["a", ["a"]],
    ["a\n", ["a"]],
    ["a\n\n", ["a", ""]],
    ["\na", ["", "a"]],
    ["a\r\nb\r\n", ["a", "b"]],
    ["a\r\n\r\nb", ["a", "", "b"]],
    ["a\rb\n", ["a\rb"]],
    ["\ufeffa\n", ["a"]],
  ])("%j → %j", async (text, lines) => {
    expect(await linesIn([text])).toEqual(lines);
  });

  it("gives the same lines however the bytes are cut up", async () => {
    const text = fc
      .array(fc.constantFrom("a", "é", "🤖", "\n", "\r\n", ""), { maxLength: 30 })
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(text, fc.integer({ min: 1, max: 5 }), async (whole, size) => {
        const bytes = Buffer.from(whole);
        const count = Math.ceil(bytes.length / size);
        const chunks = Array.from({ length: count }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
        expect(await linesIn(chunks)).toEqual(await linesIn([whole]));
      }),
      { numRuns: 200, seed: 20 },
    );
  });

  it("cuts a line beyond the bound and says so", async () => {
    const chunk = Buffer.alloc(1_000_000, "x");
    const cut: { length: number; isCut: boolean }[] = [];
    const stream = Readable.from([chunk, chunk, chunk, chunk, chunk, Buffer.from("\nshort\n")]);
    for await (const { text, isCut } of linesOf(stream)) cut.push({ length: text.length, isCut });
    expect(cut).toEqual([
      { length: MAX_LINE_LENGTH, isCut: true },
      { length: 5, isCut: false },
    ]);
  });
});

describe("colour", () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true });
  it.each([
    ["a terminal", terminal, {}, "\u001b[31mx\u001b[39m"],
    ["a pipe", new PassThrough(), {}, "x"],
    ["a terminal under NO_COLOR", terminal, { NO_COLOR: "1" }, "x"],
    ["a terminal under an empty NO_COLOR", terminal, { NO_COLOR: "" }, "\u001b[31mx\u001b[39m"],
    ["a dumb terminal", terminal, { TERM: "dumb" }, "x"],
  ])("on %s", (_name, stream, env, expected) => {
    expect(styler(stream, env)("red", "x")).toBe(expected);
  });
});
