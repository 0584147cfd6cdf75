// How fast the arm may go for the distance that there is: a picture of the separation formula, for the documents.
import { allowedRate } from "../../kernel/motion/separation.ts";
import { element, label, line, type Px, polyline, rect } from "./svg.ts";

export interface PlotTerms {
  readonly humanSpeedMPerS: number;
  readonly robotSpeedMPerS: number;
  readonly reactionS: number;
  readonly stoppingS: number;
  /** C + Z_d + Z_r. */
  readonly fixedM: number;
}

const [WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM] = [640, 300, 60, 24, 24, 52] as const;
const SHADES = ["#1f6feb", "#b3541e", "#4b8b3b"] as const;

/** One curve a set of terms: allowed speed of the fastest point over distance, both in SI units. */
export function separationPlot(curves: readonly PlotTerms[], farM: number): string {
  const fast = Math.max(...curves.map(({ robotSpeedMPerS }) => robotSpeedMPerS));
  const at = (distanceM: number, mPerS: number): Px => [
    LEFT + (distanceM / farM) * (WIDTH - LEFT - RIGHT),
    HEIGHT - BOTTOM - (mPerS / fast) * (HEIGHT - TOP - BOTTOM),
  ];
  const grid = { stroke: "#d8dee4", "stroke-width": 1 };
  const text = { "font-family": "sans-serif", "font-size": 12, fill: "#24292f" };
  const parts = [element("title", {}, "Speed allowed over distance"), rect(0, 0, WIDTH, HEIGHT, { fill: "#ffffff" })];
  for (let m = 0; m <= farM + 1e-9; m += 0.25) {
    parts.push(line(at(m, 0), at(m, fast), grid));
    const [x, y] = at(m, 0);
    parts.push(label([x, y + 16], m.toFixed(2), { ...text, "text-anchor": "middle" }));
  }
  for (let k = 0; k <= 4; k++) {
    parts.push(line(at(0, (fast * k) / 4), at(farM, (fast * k) / 4), grid));
    const [x, y] = at(0, (fast * k) / 4);
    parts.push(label([x - 6, y + 4], ((fast * k) / 4).toFixed(2), { ...text, "text-anchor": "end" }));
  }
  curves.forEach((terms, k) => {
    const points = Array.from({ length: 301 }, (_, i) => {
      const distanceM = (farM * i) / 300;
      const { humanSpeedMPerS, robotSpeedMPerS, reactionS, stoppingS, fixedM } = terms;
      const rate = allowedRate(distanceM, humanSpeedMPerS, robotSpeedMPerS, reactionS, 0, stoppingS, fixedM);
      return at(distanceM, rate * robotSpeedMPerS);
    });
    const shade = SHADES[k % SHADES.length]!;
    parts.push(polyline(points, { stroke: shade, "stroke-width": 2 }));
    const said = `v_r ${terms.robotSpeedMPerS} m/s, T_r ${terms.reactionS} s, T_s ${terms.stoppingS} s`;
    parts.push(label([LEFT + 8, TOP + 16 + 16 * k], said, { ...text, fill: shade }));
  });
  const [x, y] = at(farM / 2, 0);
  parts.push(
    label([x, y + 38], "distance from the arm's surface to the person, m", { ...text, "text-anchor": "middle" }),
  );
  parts.push(label([8, TOP - 8], "speed allowed, m/s", text));
  return `${element("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${WIDTH} ${HEIGHT}` }, ...parts)}\n`;
}
