import { describe, expect, it } from "vitest";
import { type PathPicture, pathPicture } from "../../apps/pictures/path-picture.ts";
import { labelPlacer } from "../../apps/pictures/place-labels.ts";
import { scenePicture } from "../../apps/pictures/scene-picture.ts";
import { escapeXml } from "../../apps/pictures/svg.ts";
import { viewFromAbove, viewFromSide, windowOf } from "../../apps/pictures/view.ts";
import { defaultCellPath, loadCell } from "../../cells/load-cell.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import { chainOf, toolPoseAt } from "../../kernel/motion/chain.ts";

const cell = loadCell(defaultCellPath());
const home: Measured = {
  atS: 0,
  jointsRad: cell.homeRad,
  jointsRadPerS: cell.homeRad.map(() => 0),
  tool: toolPoseAt(chainOf(cell.robot, cell.base), cell.homeRad),
  gripper: { openingM: 0.08, forceN: 0, holding: null },
  objects: Object.fromEntries(cell.objects.map((object) => [object.id, object.startPose])),
};
const run: PathPicture = {
  cell,
  before: home,
  after: {
    ...home,
    objects: { ...home.objects, red_cube: { xyzM: [0.35, 0.38, 0.025], quatXyzw: [0, 0, 0, 1] } },
  },
  trails: [Array.from({ length: 50 }, (_, i) => [i / 50, 0.3 + i / 200, i / 130, 0.4] as const)],
  title: "pick up the red cube",
  lines: ["red_cube rests in tray"],
};
const count = (text: string, part: string): number => text.split(part).length - 1;

describe("pathPicture", () => {
  const svg = pathPicture(run);

  it("names every zone in both panels and hatches them by kind", () => {
    for (const zone of ["operator (keep out)", "lamp (keep out)", "shared (≤ 0.25 m/s)"]) {
      expect(count(svg, `>${zone}<`)).toBe(2);
    }
    expect(count(svg, 'fill="url(#keep-out)"')).toBe(2 * 2 + 1);
    expect(count(svg, 'fill="url(#reduced-speed)"')).toBe(2 + 1);
  });

  it("labels every object from above, and from the side the one that moved", () => {
    for (const object of cell.objects) expect(svg).toContain(`>${object.id}<`);
    expect(count(svg, ">red_cube<")).toBe(2);
    expect(count(svg, ">blue_cube<")).toBe(1);
  });

  it("is the same text for the same run, stands alone on white ground and refers to nothing outside", () => {
    expect(pathPicture(run)).toBe(svg);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 \d+ \d+"/);
    expect(svg).toContain('fill="#ffffff"');
    expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:|href|<script|NaN|undefined|Infinity/);
  });

  it("closes every element", () => {
    const open: string[] = [];
    for (const [, close, name, rest] of svg.matchAll(/<(\/?)([a-zA-Z]+)([^>]*)>/g)) {
      if (close === "/") expect(open.pop()).toBe(name);
      else if (rest?.endsWith("/") !== true) open.push(name ?? "");
    }
    expect(open).toEqual([]);
  });

  it("escapes the title, the lines and the names", () => {
    const evil = `</svg><script>alert("1")</script>&\u0000\ud800`;
    const zone = { ...cell.zones[0]!, name: evil };
    const object = { ...cell.objects[0]!, id: evil, color: '"><script>' };
    const hostile = pathPicture({
      ...run,
      cell: { ...cell, zones: [zone], objects: [object] },
      title: evil,
      lines: [evil],
    });
    expect(hostile).not.toContain("<script");
    expect(count(hostile, "</svg>")).toBe(1);
    expect(hostile).not.toContain("\u0000");
    expect(hostile).not.toMatch(/\p{Surrogate}/u);
  });

  it("draws a run without a path, and an object that fell over", () => {
    const toppled = { ...home.objects, mug: { xyzM: [0.6, 0.2, 0.03], quatXyzw: [0.5, 0.5, 0.5, 0.5] } } as const;
    const svg = pathPicture({ ...run, trails: [], after: { ...home, objects: toppled } });
    expect(svg).not.toMatch(/NaN|undefined/);
    expect(count(svg, ">mug<")).toBe(2);
  });
});

describe("the views", () => {
  const window = windowOf(cell);
  it("from above: forward is up the page and the arm's left is left", () => {
    const view = viewFromAbove(window, 300, 0, 0);
    const [x0, y0] = view.toPx([0, 0, 0]);
    const [x1, y1] = view.toPx([0.1, 0.1, 0.5]);
    expect(x1).toBeCloseTo(x0 - 30, 9);
    expect(y1).toBeCloseTo(y0 - 30, 9);
  });
  it("from the side: forward is right and up is up, to the same scale", () => {
    const view = viewFromSide(window, 300, 0, 0);
    const [x0, y0] = view.toPx([0, 0, 0]);
    const [x1, y1] = view.toPx([0.1, 0.7, 0.1]);
    expect(x1).toBeCloseTo(x0 + 30, 9);
    expect(y1).toBeCloseTo(y0 - 30, 9);
  });
});

describe("labels", () => {
  it("ten labels for things in one place do not cover one another", () => {
    const placer = labelPlacer({ left: 0, top: 0, right: 600, bottom: 400 });
    const near = { left: 290, right: 310, top: 190, bottom: 210 };
    const placed = Array.from({ length: 10 }, () => placer.place("some_label", near, "beside", {}));
    const at = placed
      .map((svg) => /<text x="([\d.]+)" y="([\d.]+)"/.exec(svg))
      .map((m) => [Number(m?.[1]), Number(m?.[2])]);
    for (const [i, [x, y]] of at.entries()) {
      for (const [ox, oy] of at.slice(i + 1)) expect(Math.abs(x! - ox!) > 60 || Math.abs(y! - oy!) > 13).toBe(true);
    }
  });
  it("escapes markup and drops control characters", () => {
    expect(escapeXml("a<b>&\"'\u0007")).toBe("a&lt;b&gt;&amp;&quot;&#39;");
  });
});

describe("scenePicture", () => {
  it("says what is held, and differs by view", () => {
    const held = { ...home, gripper: { openingM: 0.04, forceN: 20, holding: "red_cube" } };
    const [cockpit, operator] = [scenePicture(cell, held, "cockpit"), scenePicture(cell, held, "operator")];
    expect(cockpit).toContain("holds red_cube");
    expect(cockpit).toContain("From above");
    expect(operator).toContain("From its right side");
  });
});
