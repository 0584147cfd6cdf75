// The layer lint still bites: probe files, one import each, laid out like the tree and linted with the
// repository's own configuration. What a layer may not import is an error; what it may, passes.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

interface Layer {
  /** A file of the layer; probes are its neighbours. */
  readonly file: string;
  readonly may: readonly string[];
  readonly mayNot: readonly string[];
}

const LAYERS: readonly Layer[] = [
  {
    file: "kernel/contract/probe.ts",
    may: ["zod", "./geometry.ts"],
    mayNot: ["../motion/chain.ts", "../gate.ts", "node:fs", "xstate", "../../hooks/swept.ts"],
  },
  {
    file: "kernel/motion/probe.ts",
    may: ["../contract/geometry.ts", "./chain.ts"],
    mayNot: ["../gate.ts", "./../gate.ts", "../planner/planner.ts", "../../hooks/swept.ts", "node:fs", "zod"],
  },
  {
    file: "kernel/motion/otg/probe.ts",
    may: ["../../contract/geometry.ts", "../chain.ts", "./joint.ts"],
    mayNot: ["../../gate.ts", "../../planner/planner.ts", "../../../hooks/swept.ts", "node:fs"],
  },
  {
    file: "kernel/planner/probe.ts",
    may: ["../contract/plan.ts", "../motion/ik.ts", "../gate.ts"],
    mayNot: ["../permits.ts", "../executor.ts", "../log/chain.ts", "../../hooks/swept.ts", "node:crypto"],
  },
  {
    file: "kernel/log/probe.ts",
    may: ["../contract/json.ts", "node:fs", "node:crypto"],
    mayNot: ["../gate.ts", "../motion/chain.ts", "node:child_process"],
  },
  {
    file: "kernel/probe.ts",
    may: ["./contract/plan.ts", "./motion/chain.ts", "./log/log-file.ts", "xstate"],
    mayNot: [
      "./planner/planner.ts",
      "../hooks/pre/zones.ts",
      "../drivers/sim/sim-driver.ts",
      "../simulators/mujoco/world.ts",
      "../language/interpret.ts",
      "../apps/runtime/session.ts",
      "node:crypto",
      "node:fs",
    ],
  },
  {
    file: "hooks/pre/probe.ts",
    may: ["../../kernel/contract/hook.ts", "../../kernel/motion/sweep.ts", "../swept.ts"],
    mayNot: [
      "../../kernel/gate.ts",
      "../../kernel/permits.ts",
      "../post/object-held.ts",
      "node:fs",
      "../../robots/fr3/fr3.ts",
    ],
  },
  {
    file: "drivers/sim/probe.ts",
    may: ["../../kernel/contract/driver.ts", "../codec/frame.ts", "./world-port.ts"],
    mayNot: [
      "../../kernel/permits.ts",
      "../../kernel/motion/chain.ts",
      "../../simulators/mujoco/world.ts",
      "../serial/x.ts",
    ],
  },
  {
    file: "drivers/codec/probe.ts",
    may: ["./crc32c.ts", "../../kernel/contract/errors.ts", "zod"],
    mayNot: ["../sim/sim-driver.ts", "../../kernel/motion/chain.ts", "node:buffer", "serialport"],
  },
  {
    file: "simulators/mujoco/probe.ts",
    may: ["../../kernel/motion/chain.ts", "../../robots/mjcf.ts", "../../drivers/sim/world-port.ts", "@mujoco/mujoco"],
    mayNot: [
      "../../drivers/sim/sim-driver.ts",
      "../../kernel/gate.ts",
      "../../hooks/swept.ts",
      "../../cells/load-cell.ts",
    ],
  },
  {
    file: "language/probe.ts",
    may: ["../kernel/contract/tools.ts", "ohm-js", "./grammar.ts"],
    mayNot: ["../kernel/motion/ik.ts", "../kernel/kernel.ts", "../apps/cell.ts", "node:fs", "../hooks/swept.ts"],
  },
  {
    file: "robots/probe.ts",
    may: ["../kernel/contract/robot.ts", "./fr3/fr3.ts", "../kernel/motion/transform.ts"],
    mayNot: ["../kernel/motion/chain.ts", "../simulators/mujoco/world.ts", "node:fs", "@xmldom/xmldom"],
  },
  {
    file: "robots/urdf/probe.ts",
    may: ["../../kernel/contract/robot.ts", "../inertia.ts", "@xmldom/xmldom"],
    mayNot: ["../../kernel/motion/chain.ts", "../fr3/fr3.ts", "node:fs"],
  },
  {
    file: "cells/probe.ts",
    may: ["../kernel/contract/cell.ts", "../robots/registry.ts", "yaml", "zod"],
    mayNot: ["../kernel/motion/ik.ts", "../apps/cell.ts", "../hooks/swept.ts"],
  },
  {
    file: "tests/oracle/probe.ts",
    may: ["../../kernel/contract/geometry.ts", "../../robots/registry.ts", "./path.ts", "@mujoco/mujoco"],
    mayNot: [
      "../../kernel/motion/distance.ts",
      "../../hooks/swept.ts",
      "../motion/arms.ts",
      "../../simulators/mujoco/world.ts",
    ],
  },
  { file: "apps/cli/probe.ts", may: ["../../kernel/kernel.ts", "../../hooks/pre/zones.ts", "node:fs"], mayNot: [] },
];

/** Code that the pure core must not contain, and the rule that says so. */
const IMPURE: readonly (readonly [code: string, rule: string])[] = [
  ["export const at = Date.now();", "noRestrictedGlobals"],
  ["export const at = performance.now();", "noRestrictedGlobals"],
  ["setTimeout(() => {}, 10);", "noRestrictedGlobals"],
  ["setInterval(() => {}, 10);", "noRestrictedGlobals"],
  ['console.log("hello");', "noRestrictedGlobals"],
];
const PURE_FOLDERS = [
  "kernel",
  "kernel/motion",
  "kernel/planner",
  "kernel/contract",
  "hooks/pre",
  "language",
  "drivers/codec",
  "simulators/firmware",
];

// Real path: biome reports that one where the temporary folder is a link.
const folder = realpathSync(mkdtempSync(join(tmpdir(), "roboos-layers-")));
const biome = join(ROOT, "node_modules/@biomejs/biome/bin/biome");
const probes = new Map<string, string>();
/** Rules broken, by probe file. */
const found = new Map<string, string[]>();
let count = 0;

/** Lays a probe down beside `file` and returns its path in the tree. */
function probe(file: string, code: string): string {
  const path = file.replace(/probe\.ts$/, `probe-${count++}.ts`);
  probes.set(path, code);
  return path;
}

const importing = (source: string): string => `export * from "${source}";\n`;
const disguised = [
  'export type { Gate } from "../gate.ts";\n',
  'export const gate = await import("../gate.ts");\n',
  'import { createGate } from "../gate.ts";\n\nexport const gate = createGate;\n',
].map((code) => ({ code, path: probe("kernel/motion/probe.ts", code) }));
const imports = LAYERS.flatMap(({ file, may, mayNot }) => [
  ...may.map((source) => ({ path: probe(file, importing(source)), layer: dirname(file), source, passes: true })),
  ...mayNot.map((source) => ({ path: probe(file, importing(source)), layer: dirname(file), source, passes: false })),
]);
const impure = PURE_FOLDERS.flatMap((layer) =>
  IMPURE.map(([code, rule]) => ({ path: probe(`${layer}/probe.ts`, `${code}\n`), layer, code, rule })),
);

beforeAll(() => {
  copyFileSync(join(ROOT, "biome.json"), join(folder, "biome.json"));
  for (const [path, code] of probes) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
  const args = [biome, "lint", "--vcs-enabled=false", "--reporter=github", "--max-diagnostics=none", "."];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
  for (const [, rule, file] of `${stdout}${stderr}`.matchAll(/^::error title=([^,]+),file=([^,]+),/gm)) {
    const path = relative(folder, resolve(folder, file!));
    found.set(path, [...(found.get(path) ?? []), rule!]);
  }
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("layers", () => {
  test.each(imports)("$layer importing $source passes: $passes", ({ path, passes }) => {
    const rules = found.get(path) ?? [];
    expect(rules.includes("lint/style/noRestrictedImports")).toBe(!passes);
  });

  test.each(disguised)("kernel/motion may not say $code", ({ path }) => {
    expect(found.get(path) ?? []).toContain("lint/style/noRestrictedImports");
  });
});

describe("pure core", () => {
  test.each(impure)("$layer may not say $code", ({ path, rule }) => {
    expect(found.get(path) ?? []).toContain(`lint/style/${rule}`);
  });

  test.each(PURE_FOLDERS)("%s may not draw from Math.random", (layer) => {
    const path = `${layer}/random.ts`;
    mkdirSync(join(folder, layer), { recursive: true });
    writeFileSync(join(folder, path), "export const draw = (): number => Math.random();\n");
    expect(oxlint(path)).toContain("no-restricted-properties");
  });
});

test("a dropped promise is an error", () => {
  const code = "const save = async (): Promise<void> => {};\nexport const close = (): void => {\n  save();\n};\n";
  mkdirSync(join(folder, "apps"), { recursive: true });
  writeFileSync(join(folder, "apps/dropped.ts"), code);
  expect(oxlint("apps/dropped.ts", "--type-aware")).toContain("no-floating-promises");
});

/** What oxlint prints of one probe under the repository's own configuration. */
function oxlint(path: string, ...flags: string[]): string {
  copyFileSync(join(ROOT, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "strict": true }, "include": ["apps"] }\n');
  const bin = join(ROOT, "node_modules/oxlint/bin/oxlint");
  const { status, stdout } = spawnSync(process.execPath, [bin, "--deny-warnings", ...flags, path], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status).toBe(1);
  return stdout;
}
