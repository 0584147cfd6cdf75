// Grbl's settings as the host reads and writes them with `$$` and `$n=v`, and what it says when it is asked for a report.
// Source: Grbl 1.1, doc/markdown/settings.md, settings.c and report.c.
import type { GrblModes } from "./grbl-gcode.ts";
import type { AxisBounds } from "./grbl-planner.ts";

/** By number; what is kept in EEPROM. */
export type GrblSettings = Map<number, number>;

const COMMON: readonly (readonly [number: number, value: number])[] = [
  [0, 10],
  [1, 255],
  [2, 0],
  [3, 0],
  [4, 0],
  [5, 0],
  [6, 0],
  // Machine position, and the buffers.
  [10, 3],
  [11, 0.01],
  [12, 0.002],
  [13, 0],
  [20, 0],
  [21, 0],
  [22, 0],
  [23, 0],
  [24, 25],
  [25, 500],
  [26, 250],
  [27, 1],
  [30, 1000],
  [31, 0],
  [32, 0],
];

export interface AxisSetting {
  readonly stepsPerUnit: number;
  readonly ratePerMin: number;
  readonly accelerationPerS2: number;
  readonly travel: number;
}

export function grblSettings(axes: readonly AxisSetting[], others: Readonly<Record<number, number>>): GrblSettings {
  const settings: GrblSettings = new Map(COMMON);
  axes.forEach(({ stepsPerUnit, ratePerMin, accelerationPerS2, travel }, i) => {
    settings.set(100 + i, stepsPerUnit);
    settings.set(110 + i, ratePerMin);
    settings.set(120 + i, accelerationPerS2);
    settings.set(130 + i, travel);
  });
  for (const [number, value] of Object.entries(others)) settings.set(Number(number), value);
  return settings;
}

export const settingOf = (settings: GrblSettings, number: number): number => settings.get(number) ?? 0;

export const boundsOf = (settings: GrblSettings, axes: number): readonly AxisBounds[] =>
  Array.from({ length: axes }, (_, i) => ({
    ratePerS: settingOf(settings, 110 + i) / 60,
    accelerationPerS2: settingOf(settings, 120 + i),
  }));

/** The error of `$n=v`; 0: it is stored. */
export function storeSetting(settings: GrblSettings, text: string): number {
  const [, number = "", value = ""] = /^\$(\d+(?:\.\d*)?)=(-?(?:\d+\.?\d*|\.\d+))$/.exec(text) ?? [];
  if (number === "") return /^\$\d+=/.test(text) ? 2 : 3;
  if (!settings.has(Number(number))) return 3;
  if (Number(value) < 0) return 4;
  if (Number(number) === 0 && Number(value) < 3) return 6;
  // Soft limits without homing know no zero.
  if (Number(number) === 20 && Number(value) !== 0 && settingOf(settings, 22) === 0) return 10;
  if (Number(number) === 22 && Number(value) === 0) settings.set(20, 0);
  settings.set(Number(number), Number(value));
  return 0;
}

const isWhole = (number: number): boolean =>
  number < 11 || (number >= 13 && number < 24) || number === 26 || number === 32;

export const settingLines = (settings: GrblSettings): string =>
  [...settings]
    .sort(([a], [b]) => a - b)
    .map(([number, value]) => `$${number}=${isWhole(number) ? value : value.toFixed(3)}\r\n`)
    .join("");

export const listed = (values: ArrayLike<number>): string =>
  Array.from(values, (value) => (Math.abs(value) < 0.0005 ? 0 : value).toFixed(3)).join(",");

export const modeLine = ({ motion, units, distance, spindle, feed, spindleSpeed }: GrblModes): string =>
  `[GC:${motion} G54 G17 ${units} ${distance} G94 ${spindle} M9 T0 F${Math.round(feed)} S${Math.round(spindleSpeed)}]\r\n`;

export function parameterLines(offset: Float64Array): string {
  const zeros = listed(offset.map(() => 0));
  const stored = ["54", "55", "56", "57", "58", "59", "28", "30"].map((name) => `[G${name}:${zeros}]\r\n`).join("");
  return `${stored}[G92:${listed(offset)}]\r\n[TLO:0.000]\r\n[PRB:${zeros}:0]\r\n`;
}

export interface GrblReport {
  readonly state: string;
  readonly isBusy: boolean;
  readonly position: Float64Array;
  readonly freeBlocks: number;
  readonly freeBytes: number;
  readonly feedPerMin: number;
  readonly spindleSpeed: number;
  readonly offset: Float64Array;
}

/** Writes status reports; the origin's offset and the overrides are in them now and then, as report.c counts. */
export function createGrblReporter(settings: GrblSettings): { write(report: GrblReport): string; restart(): void } {
  const WCO = { busy: 30, idle: 10 };
  const OVERRIDES = { busy: 20, idle: 10 };
  let untilOffset = 0;
  let untilOverrides = 0;
  return {
    restart() {
      untilOffset = 0;
      untilOverrides = 0;
    },
    write({ state, isBusy, position, freeBlocks, freeBytes, feedPerMin, spindleSpeed, offset }) {
      const mask = settingOf(settings, 10);
      const work = position.map((value, i) => value - offset[i]!);
      let text = `<${state}|${mask & 1 ? `MPos:${listed(position)}` : `WPos:${listed(work)}`}`;
      if (mask & 2) text += `|Bf:${freeBlocks},${freeBytes}`;
      text += `|FS:${Math.round(feedPerMin)},${Math.round(spindleSpeed)}`;
      if (untilOffset-- <= 0) {
        untilOffset = (isBusy ? WCO.busy : WCO.idle) - 1;
        untilOverrides = Math.max(untilOverrides - 1, 0);
        text += `|WCO:${listed(offset)}`;
      } else if (untilOverrides-- <= 0) {
        untilOverrides = (isBusy ? OVERRIDES.busy : OVERRIDES.idle) - 1;
        text += "|Ov:100,100,100";
      }
      return `${text}>\r\n`;
    },
  };
}
