// The pictures' colours, chosen to read on white in print and on screen; the page carries its own
// white ground, so a dark viewer shows the same.

export const INK = { text: "#1f2933", quiet: "#66727f", grid: "#e3e8ed", frame: "#9aa5b1", page: "#ffffff" } as const;
export const TABLE_FILL = "#fbf8f3";
export const TABLE_EDGE = "#c9b79c";
export const KEEP_OUT = "#c81e1e";
export const REDUCED = "#b45309";
export const WORKSPACE = "#2563a8";
export const REACH = "#8a94a0";
export const PATH = "#6d28d9";
export const ARM = "#475569";

const FILLS: Readonly<Record<string, string>> = {
  red: "#e02424",
  orange: "#f08020",
  yellow: "#f2c01c",
  green: "#2f9e44",
  blue: "#2b6fe0",
  purple: "#8b4fd0",
  pink: "#ec6aa0",
  brown: "#8d6240",
  black: "#30343a",
  white: "#ffffff",
  gray: "#9aa3ad",
  grey: "#9aa3ad",
};

/** A fill for what a cell calls a colour; grey for what it calls otherwise or not at all. */
export const fillOf = (color: string | null): string =>
  color !== null && Object.hasOwn(FILLS, color.toLowerCase()) ? FILLS[color.toLowerCase()]! : "#c3cad2";
