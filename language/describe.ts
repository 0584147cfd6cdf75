// Grounding: which objects of the cell a description means. Anything but one clear answer is asked about.
import type { Cell, CellObject } from "../kernel/contract/cell.ts";
import type { Vec3 } from "../kernel/contract/geometry.ts";
import type { SceneView } from "../kernel/contract/interpretation.ts";
import { type Asked, type Description, isAsked, type Locator, type Ref, type Refs } from "./ast.ts";
import { isOver, sizeOf, whereIs } from "./scene.ts";

/** What the sentence has established so far. */
export interface Discourse {
  readonly cell: Cell;
  readonly scene: SceneView;
  /** What the gripper will hold at this point of the plan. */
  readonly held: string | null;
  /** Objects spoken of last in this sentence. */
  readonly mentioned: readonly string[];
}

const SAME_M = 0.002;
const listed = (objects: readonly CellObject[]): string => objects.map(({ id }) => id).join(", ");

function byLeast(objects: readonly CellObject[], measure: (object: CellObject) => number): CellObject[] {
  const least = Math.min(...objects.map(measure));
  return objects.filter((object) => measure(object) - least < SAME_M);
}

const planar = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1]);
const volume = (object: CellObject): number => {
  const [x, y, z] = sizeOf(object);
  return Math.cbrt(x * y * z * (object.shape.kind === "cylinder" ? Math.PI / 4 : 1));
};

function ranked(objects: readonly CellObject[], rank: string, { cell, scene }: Discourse): CellObject[] {
  const at = (object: CellObject): Vec3 => whereIs(object, scene);
  const fromBase = (object: CellObject): number => planar(at(object), cell.base.xyzM);
  const mass = (object: CellObject): number => object.massKg ?? 0;
  switch (rank) {
    case "left":
    case "leftmost":
      return byLeast(objects, (o) => -at(o)[1]);
    case "right":
    case "rightmost":
      return byLeast(objects, (o) => at(o)[1]);
    case "nearest":
      return byLeast(objects, fromBase);
    case "farthest":
      return byLeast(objects, (o) => -fromBase(o));
    case "biggest":
      return byLeast(objects, (o) => -volume(o));
    case "smallest":
      return byLeast(objects, volume);
    case "tallest":
      return byLeast(objects, (o) => -sizeOf(o)[2]);
    case "shortest":
      return byLeast(objects, (o) => sizeOf(o)[2]);
    case "heaviest":
      return byLeast(objects, (o) => -mass(o));
    case "lightest":
      return byLeast(objects, mass);
    default: {
      const sorted = objects.toSorted((a, b) => at(a)[1] - at(b)[1]);
      return sorted.length % 2 === 1 ? [sorted[(sorted.length - 1) / 2] as CellObject] : [...objects];
    }
  }
}

function placeOf(ref: Ref, discourse: Discourse): Vec3 | Asked {
  if (ref.kind === "you") return discourse.cell.base.xyzM;
  if (ref.kind === "description" && ref.noun === null && ref.unknown.length === 0 && ref.colours.length === 0)
    return { ask: "Near what?" };
  const one = resolveOne(ref, discourse, "any");
  return isAsked(one) ? one : whereIs(one, discourse.scene);
}

function located(objects: readonly CellObject[], locator: Locator, discourse: Discourse): CellObject[] | Asked {
  const { scene } = discourse;
  const at = (object: CellObject): Vec3 => whereIs(object, scene);
  if (locator.kind === "side") return ranked(objects, locator.side, discourse);
  if (locator.kind === "colour") return objects.filter(({ color }) => color?.toLowerCase() === locator.colour);
  if (locator.kind === "rank") return ranked(objects, locator.rank, discourse);
  if (locator.kind === "not") {
    const { of } = locator;
    const others = of.unknown.length > 0 || of.ranks.length > 0 ? [] : pool(of, discourse, "any");
    if (others.length === 0) return { ask: `Which ones are not ${of.words}? There are ${listed(objects)}.` };
    return objects.filter((object) => !others.includes(object));
  }
  if (locator.kind === "between") {
    const ends: Vec3[] = [];
    const refs = locator.of.length === 1 ? resolve({ refs: locator.of, except: [] }, discourse, "any") : null;
    if (refs !== null) {
      if (isAsked(refs)) return refs;
      ends.push(...refs.map(at));
    } else {
      for (const ref of locator.of) {
        const place = placeOf(ref, discourse);
        if (isAsked(place)) return place;
        ends.push(place);
      }
    }
    const [a, b] = ends;
    if (a === undefined || b === undefined || ends.length !== 2) return { ask: "Between which two objects?" };
    const length = planar(a, b);
    return objects.filter((object) => {
      const p = at(object);
      const along = ((p[0] - a[0]) * (b[0] - a[0]) + (p[1] - a[1]) * (b[1] - a[1])) / (length * length);
      const off = Math.abs((p[0] - a[0]) * (b[1] - a[1]) - (p[1] - a[1]) * (b[0] - a[0])) / length;
      return along > 0.1 && along < 0.9 && off < 0.1;
    });
  }
  const isTable = locator.of.kind === "description" && locator.of.noun?.is === "table";
  if (isTable)
    return locator.kind === "upon"
      ? objects.filter((o) => Math.abs(at(o)[2] - sizeOf(o)[2] / 2) < 0.01)
      : { ask: "Where on the table?" };
  if (locator.kind === "inside" || locator.kind === "upon") {
    const support = resolveOne(locator.of, discourse, "any");
    return isAsked(support)
      ? support
      : objects.filter((object) => object.id !== support.id && isOver(object, support, scene));
  }
  const place = placeOf(locator.of, discourse);
  if (isAsked(place)) return place;
  const others = objects.filter((object) => planar(at(object), place) > 1e-6);
  if (others.length === 0) return [];
  if (locator.kind === "farthest") return byLeast(others, (o) => -planar(at(o), place));
  if (locator.kind !== "relation") return byLeast(others, (o) => planar(at(o), place));
  const apart = 0.01;
  return others.filter((object) => {
    const [dx, dy] = [at(object)[0] - place[0], at(object)[1] - place[1]];
    if (locator.relation === "left_of") return dy > apart;
    if (locator.relation === "right_of") return dy < -apart;
    return locator.relation === "in_front_of" ? dx < -apart : dx > apart;
  });
}

function pool(description: Description, { cell }: Discourse, want: "movable" | "any"): CellObject[] {
  const { noun } = description;
  const all = cell.objects.filter((object) =>
    description.colours.every((colour) => object.color?.toLowerCase() === colour),
  );
  if (noun?.is === "kind") return all.filter(({ kind }) => kind.toLowerCase() === noun.name);
  if (noun?.is === "id") return all.filter(({ id }) => id.toLowerCase() === noun.name);
  if (noun?.is === "container") return all.filter(({ isContainer }) => isContainer);
  return noun?.is === "thing" || want === "movable" ? all.filter(({ isStatic }) => !isStatic) : all;
}

function described(description: Description, discourse: Discourse, want: "movable" | "any"): CellObject[] | Asked {
  const { cell } = discourse;
  const { words, unknown, noun } = description;
  if (unknown.length > 0)
    return { ask: `I do not know "${unknown.join(" ")}" here. There are ${listed(cell.objects)}. Which one?` };
  if (noun?.is === "table")
    return { ask: "The table is no object to name here. Give a position as x, y, z in metres, or name an object." };
  let objects = pool(description, discourse, want);
  if (objects.length === 0)
    return {
      ask: `There is no ${words.replace(/^(?:the|a|all|both) /, "")} here. There are ${listed(cell.objects)}. Which one?`,
    };
  if (description.determiner === "other") {
    const spoken = [...discourse.mentioned, ...(discourse.held === null ? [] : [discourse.held])];
    objects = objects.filter(({ id }) => !spoken.includes(id));
    if (spoken.length === 0) return { ask: `Other than which? There are ${listed(objects)}.` };
  }
  for (const locator of description.ordinal === null ? description.locators : []) {
    const left = located(objects, locator, discourse);
    if (isAsked(left)) return left;
    objects = left;
  }
  if (description.ordinal !== null) {
    const side = description.locators[0];
    if (side?.kind !== "side" || description.locators.length !== 1)
      return { ask: `Counted from where is ${words}? For example: the second cube from the left.` };
    const sign = side.side === "left" ? -1 : 1;
    const sorted = objects.toSorted((a, b) => sign * (whereIs(a, discourse.scene)[1] - whereIs(b, discourse.scene)[1]));
    const found = sorted[description.ordinal - 1];
    objects = found === undefined ? [] : [found];
  }
  for (const rank of description.ranks) if (objects.length > 0) objects = ranked(objects, rank, discourse);
  return objects.length === 0
    ? { ask: `I find no such ${words.replace(/^the /, "")} here. There are ${listed(cell.objects)}. Which one?` }
    : objects;
}

function resolveRef(ref: Ref, discourse: Discourse, want: "movable" | "any"): CellObject[] | Asked {
  const { cell, scene, held, mentioned } = discourse;
  const named = (ids: readonly string[]): CellObject[] => cell.objects.filter(({ id }) => ids.includes(id));
  if (ref.kind === "you") return { ask: "I cannot use the robot itself or a person as an object. Which object?" };
  if (ref.kind === "it") {
    const ids =
      held !== null ? [held] : mentioned.length > 0 ? mentioned : scene.lastObject !== null ? [scene.lastObject] : [];
    const found = named(ids);
    return found.length === 1
      ? found
      : { ask: `What is "it"? There are ${listed(found.length > 0 ? found : cell.objects)}.` };
  }
  if (ref.kind === "them")
    return mentioned.length > 1 ? named(mentioned) : { ask: `Which objects? There are ${listed(cell.objects)}.` };
  const objects = described(ref, discourse, want);
  if (isAsked(objects)) return objects;
  const many = ref.all !== null || ref.plural;
  if (ref.count !== null && (ref.count !== objects.length || (!many && ref.count !== 1))) {
    return { ask: `You said ${ref.count}; there are ${listed(objects)}. Which ones?` };
  }
  if (ref.all === "both" && objects.length !== 2) return { ask: `Both of which? There are ${listed(objects)}.` };
  if (many && ref.determiner === "a") return { ask: `Which ones? There are ${listed(objects)}.` };
  if (many || objects.length === 1) return objects;
  const plainDefinite = ref.determiner === "the" && ref.locators.length === 0 && ref.ranks.length === 0;
  const known = plainDefinite
    ? objects.filter(({ id }) => id === held || (held === null && mentioned.includes(id)))
    : [];
  return known.length === 1 ? known : { ask: `Which one: ${listed(objects)}?` };
}

/** All objects that a list means, in the cell's order within each description, none twice. */
export function resolve(
  { refs: said, except, spared = [] }: Refs,
  discourse: Discourse,
  want: "movable" | "any",
): CellObject[] | Asked {
  // "both the red cube and the mug": "both" counts the list, not the cubes.
  const refs = said.map((ref, i) =>
    i === 0 && said.length === 2 && ref.kind === "description" && ref.all === "both" && !ref.plural
      ? { ...ref, all: null }
      : ref,
  );
  const gather = (some: readonly Ref[], inside: Discourse): CellObject[] | Asked => {
    const found: CellObject[] = [];
    for (const ref of some) {
      const objects = resolveRef(ref, inside, want);
      if (isAsked(objects)) return objects;
      found.push(...objects.filter((object) => !found.includes(object)));
    }
    return found;
  };
  const isWhole = refs.some((ref) => ref.kind === "description" && (ref.all !== null || ref.plural));
  const gathered = gather(refs, discourse);
  const kept = isWhole ? gather(spared, { ...discourse, mentioned: isAsked(gathered) ? [] : idsOf(gathered) }) : [];
  if (isAsked(kept)) return kept;
  const wanted = isAsked(gathered) ? gathered : gathered.filter((object) => !kept.includes(object));
  if (!isAsked(wanted) && wanted.length === 0) return { ask: "Then nothing is left. Which objects do you mean?" };
  if (isAsked(wanted) || except.length === 0) return wanted;
  const unwanted = gather(except, { ...discourse, mentioned: [] });
  if (isAsked(unwanted)) return unwanted;
  if (!isWhole) {
    // "the green cube but not the red one": nothing is taken away, it only has to be another.
    const clash = unwanted.some((object) => wanted.includes(object));
    return clash ? { ask: "Except from what? Say for example: all cubes except the red one." } : wanted;
  }
  const stray = unwanted.filter((object) => !wanted.includes(object));
  if (stray.length > 0) return { ask: `${listed(stray)} is not among them. What shall I leave out?` };
  const left = wanted.filter((object) => !unwanted.includes(object));
  return left.length > 0 ? left : { ask: "Then nothing is left. Which objects do you mean?" };
}

export function resolveOne(ref: Ref, discourse: Discourse, want: "movable" | "any"): CellObject | Asked {
  const objects = resolve({ refs: [ref], except: [] }, discourse, want);
  if (isAsked(objects)) return objects;
  const [one] = objects;
  return objects.length === 1 && one !== undefined ? one : { ask: `Which one: ${listed(objects)}?` };
}

export const idsOf = (objects: readonly CellObject[]): string[] => objects.map(({ id }) => id);
