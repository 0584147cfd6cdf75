// Grbl's status report, `<Idle|MPos:0.000,-10.000,5.000|FS:500,8000>`, read strictly: with no checksum on the line, a
// report counts only when all of it fits. Source: Grbl 1.1, doc/markdown/interface.md, "Real-time Status reports".

const STATES = ["Idle", "Run", "Hold", "Jog", "Alarm", "Door", "Check", "Home", "Sleep"] as const;
export type GrblState = (typeof STATES)[number];

/** Millimetres (where `$13=0`), degrees, millimetres a minute; absent where the report does not say. */
export interface GrblStatus {
  readonly state: GrblState;
  /** Of Hold and Door: 0 and 1 are at rest in part, the rest still moves (interface.md, "Machine State"). */
  readonly sub: number | null;
  /** Exactly one of the two is there. */
  readonly machineMm: readonly number[] | null;
  readonly workMm: readonly number[] | null;
  /** `work = machine - offset`; sent now and then. */
  readonly offsetMm: readonly number[] | null;
  readonly feedPerMin: number | null;
  readonly freeBlocks: number | null;
  readonly freeBytes: number | null;
  readonly overridesPercent: readonly number[] | null;
  /** Letters of inputs that are triggered: X Y Z A limits, P probe, D H R S buttons. */
  readonly pins: string;
}

const MOST_AXES = 6;
const NUMBER = /^-?\d{1,7}(\.\d{1,4})?$/;
const COUNT = /^\d{1,5}$/;
const FIELD = /^([A-Z][A-Za-z]{0,7}):([^:]*)$/;

/** `null` when any part of the line, its `<` and `>` included, is not as documented. Unknown fields are passed over. */
export function readGrblStatus(line: string): GrblStatus | null {
  if (!line.startsWith("<") || !line.endsWith(">")) return null;
  const [head = "", ...fields] = line.slice(1, -1).split("|");
  const [name, sub, ...more] = head.split(":");
  const state = STATES.find((known) => known === name);
  if (state === undefined || more.length > 0 || (sub !== undefined && !/^\d$/.test(sub))) return null;
  const values = new Map<string, string>();
  for (const field of fields) {
    const [, type, value] = FIELD.exec(field) ?? [];
    if (type === undefined || value === undefined || values.has(type)) return null;
    values.set(type, value);
  }
  const list = (type: string, pattern: RegExp, least: number, most: number): readonly number[] | null | undefined => {
    const parts = values.get(type)?.split(",");
    if (parts === undefined) return null;
    const isSound = parts.length >= least && parts.length <= most && parts.every((part) => pattern.test(part));
    return isSound ? parts.map(Number) : undefined;
  };
  const machineMm = list("MPos", NUMBER, 3, MOST_AXES);
  const workMm = list("WPos", NUMBER, 3, MOST_AXES);
  const offsetMm = list("WCO", NUMBER, 3, MOST_AXES);
  const feed = values.has("F") ? list("F", NUMBER, 1, 1) : list("FS", NUMBER, 2, 2);
  const buffers = list("Bf", COUNT, 2, 2);
  const overridesPercent = list("Ov", COUNT, 3, 3);
  const pins = values.get("Pn") ?? "";
  if (machineMm === undefined || workMm === undefined || offsetMm === undefined || feed === undefined) return null;
  if (buffers === undefined || overridesPercent === undefined || !/^[XYZABCPDHRS]{0,12}$/.test(pins)) return null;
  if ((machineMm === null) === (workMm === null)) return null;
  const axes = (machineMm ?? workMm)!.length;
  if (offsetMm !== null && offsetMm.length !== axes) return null;
  return {
    state,
    sub: sub === undefined ? null : Number(sub),
    machineMm,
    workMm,
    offsetMm,
    feedPerMin: feed?.[0] ?? null,
    freeBlocks: buffers?.[0] ?? null,
    freeBytes: buffers?.[1] ?? null,
    overridesPercent,
    pins,
  };
}
