// A small share of the campaign (tests/campaigns/codecs.ts) at every run of the tests.
import { describe, expect, test } from "vitest";
import { BINARY_WIRES, fuzzBinary } from "../campaigns/codecs/binary.ts";
import { fuzzGate } from "../campaigns/codecs/second-read.ts";
import { fuzzText, TEXT_WIRES } from "../campaigns/codecs/text.ts";

describe("5,000 random and damaged inputs", () => {
  test.each(BINARY_WIRES)(
    "of $name: no throw, no lost frame, work bounded, as few false frames as its checksum says",
    (wire) => {
      const figures = fuzzBinary(wire, 5_000, 11);
      expect(figures).toMatchObject({ throws: 0, goodFound: figures.good, isMet: true });
      expect(figures.mostWork).toBeLessThanOrEqual(figures.promisedWork);
      // So few hold 1.2 false frames of 16 bits and none of 32: a bound by chance; the campaign tells 1.2 times apart.
      const { expectedFalse: expected } = figures;
      expect(figures.falseFrames + figures.damagedFalse).toBeLessThanOrEqual(expected + 5 * Math.sqrt(expected));
    },
  );

  test.each(TEXT_WIRES)("of $name: no throw, and nothing of noise", (wire) => {
    expect(fuzzText(wire, 5_000, 11)).toMatchObject({ throws: 0, fromNoise: 0, isMet: true });
  });

  test("of positions behind 8 bits: none counts that the joint cannot have reached, and none that is true is lost", () => {
    expect(fuzzGate(5_000, 11)).toMatchObject({ isMet: true, trueRefused: 0 });
  });
});
