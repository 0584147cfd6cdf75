// The plot in the documents is drawn by the code that it is about.
import { expect, test } from "vitest";
import { separationPlot } from "../../apps/pictures/separation-plot.ts";

test("docs/pictures/separation.svg shows what the formula allows (npx vitest run -u redraws it)", async () => {
  const person = { humanSpeedMPerS: 1.6, reactionS: 0.1, fixedM: 0.17 };
  const curves = [
    { ...person, robotSpeedMPerS: 1, stoppingS: 0.3 },
    { ...person, robotSpeedMPerS: 0.5, stoppingS: 0.2 },
    { ...person, robotSpeedMPerS: 1, stoppingS: 0.3, reactionS: 0.3 },
  ];
  await expect(separationPlot(curves, 2)).toMatchFileSnapshot("../../docs/pictures/separation.svg");
});
