// What the campaign has counted so far: per kind of cell and of goal, and over all; as a table, and as one line of JSON.
import { addCounts, type Counts, type Fault, noCounts, type RangeResult } from "./run.ts";

const LEAST_CARRIED_OUT = 0.995;
/** Faults of these kinds fail the campaign whatever their share. */
const UNSOUND: readonly Fault["kind"][] = ["contact", "limit", "trespass"];
const COLUMNS = [
  "plans",
  "refused",
  "finished",
  "stopped",
  "protective",
  "failed",
  "flights",
  "holding",
  "personAbout",
  "waited",
  "safe",
  "safeCarriedOut",
] as const satisfies readonly (keyof Counts)[];

export interface Summary {
  readonly plans: number;
  readonly passed: boolean;
  readonly faults: Readonly<Record<string, number>>;
  readonly shares: { readonly safeCarriedOut: number; readonly meantSafeCarriedOut: number };
  readonly sum: Counts;
  readonly codes: Readonly<Record<string, number>>;
  readonly byKind: Readonly<Record<string, Counts>>;
}

export interface Tally {
  take(result: RangeResult): void;
  summary(): Summary;
  /** Kinds down, counts and faults across: by goal, by cell, and in all. */
  table(): string;
}

export function createTally(): Tally {
  /** By `cell/goal`. */
  const byKind: Record<string, Counts> = {};
  const codes: Record<string, number> = {};
  const faults: Record<string, number> = {};
  const faultsByKind: Record<string, number> = {};

  const sumOf = (matches: (kind: string) => boolean): { counts: Counts; unsound: number } => {
    const counts = noCounts();
    let unsound = 0;
    for (const [kind, more] of Object.entries(byKind)) {
      if (!matches(kind)) continue;
      addCounts(counts, more);
      unsound += faultsByKind[kind] ?? 0;
    }
    return { counts, unsound };
  };

  return {
    take(result) {
      for (const [kind, counts] of Object.entries(result.counts)) {
        byKind[kind] ??= noCounts();
        addCounts(byKind[kind], counts);
      }
      for (const [code, times] of Object.entries(result.codes)) codes[code] = (codes[code] ?? 0) + times;
      for (const { kind, about } of result.faults) {
        faults[kind] = (faults[kind] ?? 0) + 1;
        if (UNSOUND.includes(kind)) faultsByKind[about] = (faultsByKind[about] ?? 0) + 1;
      }
    },
    summary() {
      const sum = sumOf(() => true).counts;
      const isSound = UNSOUND.every((kind) => (faults[kind] ?? 0) === 0);
      const carriedOut = sum.safe === 0 ? 0 : sum.safeCarriedOut / sum.safe;
      return {
        plans: sum.plans,
        passed: isSound && carriedOut >= LEAST_CARRIED_OUT,
        faults,
        shares: {
          safeCarriedOut: rounded(carriedOut),
          meantSafeCarriedOut: rounded(sum.meantSafeCarriedOut / Math.max(1, sum.meantSafe)),
        },
        sum,
        codes,
        byKind,
      };
    },
    table() {
      const goals = [...new Set(Object.keys(byKind).map((kind) => kind.split("/")[1]!))].sort();
      const cells = [...new Set(Object.keys(byKind).map((kind) => kind.split("/")[0]!))].sort();
      const rows = [
        ["", ...COLUMNS, "unsound"],
        ...goals.map((goal) =>
          row(
            goal,
            sumOf((kind) => kind.endsWith(`/${goal}`)),
          ),
        ),
        ...cells.map((cell) =>
          row(
            `in ${cell}`,
            sumOf((kind) => kind.startsWith(`${cell}/`)),
          ),
        ),
        row(
          "all",
          sumOf(() => true),
        ),
      ];
      const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
      return rows.map((cells) => cells.map((cell, i) => cell.padStart(widths[i]!)).join("  ")).join("\n");
    },
  };
}

const row = (name: string, { counts, unsound }: { counts: Counts; unsound: number }): string[] => [
  name,
  ...COLUMNS.map((column) => String(counts[column])),
  String(unsound),
];

const rounded = (share: number): number => Math.round(1e4 * share) / 1e4;
