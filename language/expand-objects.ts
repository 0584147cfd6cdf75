// Picking, placing, carrying and swapping: objects are grounded, types checked (movable, container), and
// what the gripper will hold is followed through the sentence. Motion itself is left to the gate to judge.
import type { CellObject } from "../kernel/contract/cell.ts";
import type { Vec3 } from "../kernel/contract/geometry.ts";
import type { Relation } from "../kernel/contract/tools.ts";
import { type Action, type Asked, type Destination, isAsked, type Refs } from "./ast.ts";
import { idsOf, resolve, resolveOne } from "./describe.ts";
import type { Draft } from "./draft.ts";
import { isToolMotion, vectorOf } from "./expand-motion.ts";
import { freePlace, halfHeight, isOver, whereIs } from "./scene.ts";
import { tidy } from "./units.ts";

type Put = Extract<Action, { kind: "put" }>;

function fixed(objects: readonly CellObject[]): Asked | null {
  const stuck = objects.find(({ isStatic }) => isStatic);
  return stuck === undefined ? null : { ask: `${stuck.id} does not move. Which object shall I take instead?` };
}

function pickUp(draft: Draft, object: CellObject): Asked | null {
  if (draft.held !== null) {
    const ask =
      draft.held === object.id
        ? `The gripper already holds ${object.id}. What shall I do with it?`
        : `The gripper holds ${draft.held}. Where shall I put it before I take ${object.id}?`;
    return { ask };
  }
  const upper = draft.onTop.get(object.id);
  if (upper !== undefined)
    return { ask: `${upper} will stand on ${object.id} by then. In which order shall I put them?` };
  for (const [lower, on] of draft.onTop) if (on === object.id) draft.onTop.delete(lower);
  if (!draft.origins.has(object.id)) draft.origins.set(object.id, whereIs(object, draft.scene));
  draft.calls.push({ tool: "pick", args: { object: object.id } });
  draft.held = object.id;
  draft.mentioned = [object.id];
  draft.touched.add(object.id);
  return null;
}

function checkSource(draft: Draft, objects: readonly CellObject[], source: Put["source"]): Asked | null {
  if (source === null) return null;
  if (source.kind === "description" && source.noun?.is === "table") return null;
  const support = resolveOne(source, draft, "any");
  if (isAsked(support)) return support;
  const stray = objects.find((object) => object.id === support.id || !isOver(object, support, draft.scene));
  return stray === undefined ? null : { ask: `${stray.id} is not in or on ${support.id}. Which object do you mean?` };
}

function expandPick(draft: Draft, theme: Refs, source: Put["source"]): Asked | null {
  const objects = resolve(theme, { ...draft, held: draft.held }, "movable");
  if (isAsked(objects)) return objects;
  const refused = fixed(objects) ?? checkSource(draft, objects, source);
  if (refused !== null) return refused;
  const [one] = objects;
  if (one === undefined || objects.length > 1)
    return {
      ask: `I can hold one object at a time: ${idsOf(objects).join(", ")}. Which one, or where shall I put each?`,
    };
  return pickUp(draft, one);
}

interface Spot {
  readonly target: CellObject;
  readonly relation: Relation;
}

function spotOf(draft: Draft, to: Exclude<Destination, { kind: "point" | "back" }>): Spot | Asked {
  const isTable = to.target.kind === "description" && to.target.noun?.is === "table";
  if (isTable)
    return { ask: "Where on the table? Name a place such as left of the mug, or give x, y and z in metres." };
  const { held, ...rest } = draft;
  // "it" as a target is never what the gripper holds.
  const target = resolveOne(to.target, { ...rest, held: to.target.kind === "it" ? null : held }, "any");
  if (isAsked(target)) return target;
  if (to.kind === "near") return { ask: `On which side of ${target.id}: left, right, in front or behind?` };
  if (to.kind === "to") {
    if (target.isContainer) return { target, relation: "in" };
    if (target.shape.kind === "board") return { target, relation: "on" };
    return { ask: `Where at ${target.id}: on it, left, right, in front or behind?` };
  }
  if (to.relation === "in" && !target.isContainer)
    return { ask: `${target.id} is no container. On it, or left, right, in front or behind?` };
  if (to.relation === "on" && target.isContainer) return { ask: `Do you mean in ${target.id}?` };
  return { target, relation: to.relation };
}

function placeHeld(draft: Draft, object: CellObject, to: Destination): Asked | null {
  if (to.kind === "back") {
    const at = draft.origins.get(object.id);
    if (at === undefined) return { ask: `Back where? Give a place for ${object.id}.` };
    draft.calls.push({ tool: "place", args: { x: tidy(at[0]), y: tidy(at[1]), z: tidy(at[2]) } });
  } else if (to.kind === "point") {
    if (isAsked(to.point)) return to.point;
    const { x, y, z, theta } = to.point;
    if (theta !== undefined)
      return { ask: `I place ${object.id} without a turn. Only x, y and z, please: shall I leave the angle out?` };
    draft.calls.push({ tool: "place", args: { x, y, z } });
  } else {
    const spot = spotOf(draft, to);
    if (isAsked(spot)) return spot;
    if (spot.target.id === object.id) return { ask: `I cannot put ${object.id} on or beside itself. Where else?` };
    draft.calls.push({ tool: "place", args: { target: spot.target.id, relation: spot.relation } });
    draft.touched.add(spot.target.id);
    if (spot.relation === "on") draft.onTop.set(spot.target.id, object.id);
  }
  draft.held = null;
  return null;
}

function expandPut(draft: Draft, { theme, source, to }: Put): Asked | null {
  const found = resolve(theme, draft, "movable");
  if (isAsked(found)) return found;
  let objects = found;
  const isMany = theme.refs.some((ref) => ref.kind === "description" && (ref.all !== null || ref.plural));
  if (isMany && to.kind !== "point" && to.kind !== "back") {
    const spot = spotOf(draft, to);
    if (isAsked(spot)) return spot;
    objects = objects.filter(({ id }) => id !== spot.target.id);
    if (spot.relation === "in") objects = objects.filter((object) => !isOver(object, spot.target, draft.scene));
    if (objects.length === 0)
      return { ask: `Nothing is left to put there: all of it is in ${spot.target.id} already. What else?` };
  }
  const refused = fixed(objects) ?? checkSource(draft, objects, source);
  if (refused !== null) return refused;
  if (objects.length > 1 && to.kind === "point") return { ask: "Only one object fits at one position. Which one?" };
  if (objects.length > 1 && to.kind === "relation" && to.relation === "on") {
    const spot = spotOf(draft, to);
    if (!isAsked(spot) && spot.target.shape.kind !== "board")
      return { ask: `Only one object fits on ${spot.target.id}. Which one?` };
  }
  const isBack = to.kind === "back" && objects.some(({ id }) => id !== draft.held);
  if (isBack) return { ask: `Back where? Give a place for ${idsOf(objects).join(", ")}.` };
  for (const object of objects) {
    const asked = (draft.held === object.id ? null : pickUp(draft, object)) ?? placeHeld(draft, object, to);
    if (asked !== null) return asked;
    draft.touched.add(object.id);
  }
  draft.mentioned = idsOf(objects);
  draft.lastPut = to;
  return null;
}

/** "Do the same with the mug": only where all that was said so far is carrying to a place that takes several. */
function expandSame(draft: Draft, theme: Refs): Asked | null {
  const to = draft.lastPut;
  const isCarrying = draft.calls.every(({ tool }) => tool === "pick" || tool === "place" || tool === "set_speed");
  if (to === null || !isCarrying || (to.kind !== "relation" && to.kind !== "to"))
    return { ask: "The same as what? Please say the whole order." };
  const spot = spotOf(draft, to);
  if (isAsked(spot)) return spot;
  const takesSeveral = spot.target.isContainer || spot.target.shape.kind === "board";
  if (!takesSeveral || (spot.relation !== "in" && spot.relation !== "on"))
    return { ask: `Only one object fits there by ${spot.target.id}. Where shall I put the other?` };
  return expandPut(draft, { kind: "put", theme, source: null, to });
}

function expandSwap(draft: Draft, theme: Refs): Asked | null {
  const objects = resolve(theme, draft, "movable");
  if (isAsked(objects)) return objects;
  const refused = fixed(objects);
  if (refused !== null) return refused;
  const [a, b] = objects;
  if (a === undefined || b === undefined || objects.length !== 2) return { ask: "Which two objects shall I swap?" };
  if (draft.held !== null) return { ask: `The gripper holds ${draft.held}. Where shall I put it first?` };
  const [atA, atB] = [whereIs(a, draft.scene), whereIs(b, draft.scene)];
  const spare = freePlace(draft.cell, draft.scene, a, atA, [atA, atB]);
  if (spare === null)
    return { ask: "I find no free place on the table to set one of them down meanwhile. Can you make room?" };
  const rest = (object: CellObject, other: CellObject, at: Vec3): Vec3 => [
    at[0],
    at[1],
    at[2] - halfHeight(other) + halfHeight(object),
  ];
  const put = (object: CellObject, [x, y, z]: Vec3): void => {
    draft.calls.push({ tool: "pick", args: { object: object.id } });
    draft.calls.push({ tool: "place", args: { x: tidy(x), y: tidy(y), z: tidy(z) } });
    draft.touched.add(object.id);
  };
  put(a, spare);
  put(b, rest(b, a, atA));
  put(a, rest(a, b, atB));
  draft.mentioned = [a.id, b.id];
  return null;
}

/** "move the red cube 10 cm left": carried to its own place plus the vector, at the same height. */
function expandDisplace(draft: Draft, action: Extract<Action, { kind: "move" }>): Asked | null {
  const objects = resolve(action.theme as Refs, draft, "movable");
  if (isAsked(objects)) return objects;
  const [one] = objects;
  if (one === undefined || objects.length > 1)
    return { ask: `One object at a time: ${idsOf(objects).join(", ")}. Which one shall I move?` };
  const refused = fixed(objects);
  if (refused !== null) return refused;
  if (draft.held === one.id) {
    const delta = vectorOf(action, draft);
    if (isAsked(delta)) return delta;
    const args: { dx?: number; dy?: number; dz?: number } = {};
    for (const key of ["dx", "dy", "dz"] as const) if (tidy(delta[key]) !== 0) args[key] = tidy(delta[key]);
    draft.calls.push({ tool: "move_relative", args });
    return null;
  }
  if (action.steps.some((step) => step.amount === null || step.amount === "slight" || step.kind === "towards")) {
    return { ask: `How far shall I move ${one.id}, and which way? For example: 10 cm left.` };
  }
  const delta = vectorOf(action, draft);
  if (isAsked(delta)) return delta;
  if (delta.dz !== 0)
    return { ask: `Shall I pick up ${one.id} and then move that way, or put it at another place on the table?` };
  if (draft.touched.has(one.id))
    return { ask: `From where shall I move ${one.id}? Give its new place as x, y and z in metres.` };
  const isRaised = draft.cell.objects.some((other) => other.isStatic && isOver(one, other, draft.scene));
  if (isRaised) return { ask: `${one.id} is in or on something. Where exactly shall I put it?` };
  const [x, y, z] = whereIs(one, draft.scene);
  const asked = pickUp(draft, one);
  if (asked !== null) return asked;
  draft.calls.push({ tool: "place", args: { x: tidy(x + delta.dx), y: tidy(y + delta.dy), z: tidy(z) } });
  draft.held = null;
  return null;
}

function expandRelease(draft: Draft, theme: Refs | null): Asked | null {
  if (theme !== null) {
    const objects = resolve(theme, draft, "movable");
    if (isAsked(objects)) return objects;
    const [one] = objects;
    if (objects.length !== 1 || one === undefined || one.id !== draft.held) {
      return { ask: `The gripper does not hold ${idsOf(objects).join(", ")}. What shall I let go of?` };
    }
  }
  draft.calls.push({ tool: "toggle_tool", args: { activate: false } });
  draft.held = null;
  return null;
}

/** Adds the calls of one action on objects; null when it is clear, or is no such action. */
export function expandObjects(draft: Draft, action: Action): Asked | null {
  switch (action.kind) {
    case "pick":
      return expandPick(draft, action.theme, action.source);
    case "put":
      return expandPut(draft, action);
    case "same":
      return expandSame(draft, action.theme);
    case "swap":
      return expandSwap(draft, action.theme);
    case "release":
      return expandRelease(draft, action.theme);
    case "move":
      return isToolMotion(action, draft) ? null : expandDisplace(draft, action);
    case "lift": {
      const asked = expandPick(draft, action.theme, null);
      if (asked !== null || action.amount === null) return asked;
      const { value, unit } = action.amount;
      if (unit !== "m" || !(value > 0)) return { ask: "How high shall I lift it, in centimetres?" };
      draft.calls.push({ tool: "move_relative", args: { dz: tidy(value) } });
      return null;
    }
    default:
      return null;
  }
}
