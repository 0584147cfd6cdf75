// The confidence gate: each risk's thresholds at their values and a hair under, and what it says.
import { describe, expect, it } from "vitest";
import { ruleOnConfidence } from "../../kernel/confidence.ts";

const LESS = 1e-9;

describe("confidence", () => {
  it.each(["stop", "read"] as const)("%s runs with none at all", (risk) => {
    for (const confidence of [0, 1, -1, Number.NaN])
      expect(ruleOnConfidence(risk, confidence)).toEqual({ kind: "run" });
  });

  it.each([
    ["free", 0.75, 0.5],
    ["contact", 0.8, 0.55],
    ["irreversible", 0.92, 0.75],
  ] as const)("%s runs from %f on, is approved by a person from %f on, and asks below", (risk, run, ask) => {
    for (const confidence of [run, 1]) expect(ruleOnConfidence(risk, confidence)).toEqual({ kind: "run" });
    for (const confidence of [ask, run - LESS]) {
      expect(ruleOnConfidence(risk, confidence)).toEqual({
        kind: "approve",
        finding: {
          code: "E_APPROVAL",
          reason: `confidence ${confidence.toFixed(2)} is under ${run} for ${risk} calls; a person must approve`,
          measured: confidence,
          limit: run,
        },
      });
    }
    for (const confidence of [0, ask - LESS]) {
      expect(ruleOnConfidence(risk, confidence)).toEqual({
        kind: "ask",
        finding: {
          code: "E_CONFIDENCE",
          reason: `confidence ${confidence.toFixed(2)} is under ${run} for ${risk} calls; say it more plainly`,
          measured: confidence,
          limit: ask,
        },
      });
    }
  });

  it("counts what is no share of one as none", () => {
    for (const confidence of [1 + LESS, 95, -LESS, -1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect(ruleOnConfidence("free", confidence)).toMatchObject({ kind: "ask", finding: { measured: 0 } });
  });
});
