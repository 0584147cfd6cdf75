// Actions → tool calls, with everything grounded in the cell. Whatever is not clear comes back as a question.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import type { SceneView } from "../kernel/contract/interpretation.ts";
import type { ToolCall } from "../kernel/contract/tools.ts";
import { type Action, type Asked, type Clause, type Group, isAsked } from "./ast.ts";
import { resolve } from "./describe.ts";
import type { Draft } from "./draft.ts";
import { expandMotion, fuse } from "./expand-motion.ts";
import { expandObjects } from "./expand-objects.ts";
import { heldObject } from "./scene.ts";

const MAX_CALLS = 100;
const MAX_TIMES = 20;

export interface Expanded {
  readonly calls: readonly ToolCall[];
  readonly usedDefault: boolean;
}

/** Actions that name no object, so that "it" keeps its meaning. */
const IS_OF_TOOL: ReadonlySet<Action["kind"]> = new Set(["tool", "goto", "wait", "home", "speed", "path", "joints"]);
const isOfTool = (action: Action): boolean =>
  IS_OF_TOOL.has(action.kind) || ((action.kind === "move" || action.kind === "turn") && action.theme === null);

function expandClause(draft: Draft, actions: readonly Action[]): Asked | null {
  for (const action of actions) {
    const asked = expandObjects(draft, action) ?? expandMotion(draft, action);
    if (asked !== null) return asked;
    draft.lastWasMove = action.kind === "move";
    draft.lastWasGoto = action.kind === "goto";
    if (action.kind === "tool") draft.toolIsIt = true;
    else if (!isOfTool(action)) draft.toolIsIt = false;
    if (action.kind !== "put" && action.kind !== "same") draft.lastPut = null;
  }
  return null;
}

/** "pick up the cubes and put them in the tray" is one carrying of each. */
function carryTogether(draft: Draft, clauses: readonly Clause[]): readonly Clause[] | Asked {
  const out: Clause[] = [];
  for (const clause of clauses) {
    const before = out.at(-1);
    const pick = before?.actions.length === 1 ? before.actions[0] : undefined;
    const put = clause.actions.length === 1 ? clause.actions[0] : undefined;
    const pronoun = put?.kind === "put" && put.theme.refs.length === 1 ? put.theme.refs[0]?.kind : undefined;
    if (
      before !== undefined &&
      pick?.kind === "pick" &&
      put?.kind === "put" &&
      (pronoun === "them" || pronoun === "it")
    ) {
      const objects = resolve(pick.theme, draft, "movable");
      if (isAsked(objects)) return objects;
      const isEach = pick.theme.refs.some((ref) => ref.kind === "description" && ref.all !== null);
      if (objects.length > 1 && (pronoun === "them" || isEach)) {
        out[out.length - 1] = {
          actions: [{ ...put, theme: pick.theme, source: pick.source }],
          speeds: [...before.speeds, ...clause.speeds],
          times: [...before.times, ...clause.times],
          spared: [...before.spared, ...clause.spared],
          repeatsAll: before.repeatsAll || clause.repeatsAll,
        };
        continue;
      }
    }
    out.push(clause);
  }
  return out;
}

const OPPOSITE_TURNS =
  'Turns both ways at once cancel out. Which one? Say "then" between them for one after the other.';

const turnSense = ({ sign, amount }: Extract<Action, { kind: "turn" }>): number =>
  sign === 0 ? Math.sign(amount?.value ?? 0) : sign;

function expandGroup(draft: Draft, group: Group): Asked | null {
  const clauses = fuse(group, draft);
  if (isAsked(clauses)) return clauses;
  const turns = clauses.flatMap(({ actions }) => actions).filter((action) => action.kind === "turn");
  if (new Set(turns.map(turnSense)).size > 1) return { ask: OPPOSITE_TURNS };
  for (const { actions, times } of clauses) {
    if (times.length > 1) return { ask: "How many times exactly?" };
    const count = times[0] ?? 1;
    if (!Number.isInteger(count) || count < 1 || count > MAX_TIMES)
      return { ask: `How many times? I repeat at most ${MAX_TIMES} times.` };
    if (count > 1 && clauses.length > 1)
      return { ask: `Which part shall I do ${count} times: all of it, or only the last step?` };
    for (let n = 0; n < count; n++) {
      const asked = expandClause(draft, actions);
      if (asked !== null) return asked;
      if (draft.calls.length > MAX_CALLS)
        return { ask: `That is more than ${MAX_CALLS} steps. Which part shall I do first?` };
    }
  }
  return null;
}

export function expand(groups: readonly Group[], cell: Cell, scene: SceneView): Expanded | Asked {
  const draft: Draft = {
    cell,
    scene,
    calls: [],
    held: heldObject(scene),
    mentioned: [],
    touched: new Set(),
    origins: new Map(),
    usedDefault: false,
    lastWasMove: false,
    lastWasGoto: false,
    toolIsIt: false,
    lastPut: null,
    onTop: new Map(),
  };
  let speed: number | null = null;
  const joined = mergeCarrying(draft, groups);
  if (isAsked(joined)) return joined;
  if (joined.length > 1 && joined.flat().some(({ repeatsAll }) => repeatsAll))
    return { ask: "Which part shall I repeat: all of it, or only the last step?" };
  for (const group of joined) {
    const speeds = [...new Set(group.flatMap((clause) => clause.speeds))];
    const [scale] = speeds;
    if (speeds.length > 1) return { ask: "You named two speeds. Which one: slowly, or a share of full speed?" };
    if (scale === null) return { ask: "How fast? Say a share of full speed, above 0 % and at most 100 %." };
    if (scale !== undefined && scale !== speed) draft.calls.push({ tool: "set_speed", args: { scale } });
    speed = scale ?? speed;
    const asked = expandGroup(draft, group);
    if (asked !== null) return asked;
  }
  for (const ref of joined.flat().flatMap((clause) => clause.spared)) {
    const objects = resolve({ refs: [ref], except: [] }, { ...draft, held: null, mentioned: [] }, "any");
    if (isAsked(objects)) return objects;
    const clash = objects.find(({ id }: CellObject) => draft.touched.has(id));
    if (clash !== undefined) return { ask: `You ask me to use ${clash.id} and to leave it alone. Which one?` };
  }
  return { calls: draft.calls, usedDefault: draft.usedDefault };
}

/** Carrying together works across "then" too: the groups are looked at as one row of clauses. */
function mergeCarrying(draft: Draft, groups: readonly Group[]): readonly Group[] | Asked {
  const out: Group[] = [];
  for (const group of groups) {
    const previous = out.at(-1) ?? [];
    const last = previous.at(-1);
    const both = carryTogether(draft, last === undefined ? group : [last, ...group]);
    if (isAsked(both)) return both;
    const merged = last !== undefined && both.length === group.length;
    if (merged) {
      out[out.length - 1] = [...previous.slice(0, -1), ...both];
    } else {
      const within = carryTogether(draft, group);
      if (isAsked(within)) return within;
      out.push(within);
    }
  }
  return out;
}
