// Which geoms of a scene must keep apart: the arm and what it holds from obstacles, and from each other. The oracle
// reads the robot's allowed pairs itself; it does not ask the checker which pairs matter.
import { fingersOf } from "../../kernel/contract/gripper.ts";
import type { RobotDescription } from "../../kernel/contract/robot.ts";
import type { GeomPairs } from "./minimum.ts";
import type { Geom, OracleWorld } from "./world.ts";

const HELD = "held";

/** The arm, the hand and what is held against obstacles, geom by geom; `isIgnored` leaves pairs out. */
export function scenePairs(world: OracleWorld, isIgnored: (moving: Geom, obstacle: Geom) => boolean): GeomPairs {
  const movings = [...world.robotGeoms, ...world.held()];
  const obstacles = world.obstacles();
  const { first, second, depth, seenFrom } = room(movings.length * obstacles.length);
  let count = 0;
  for (const moving of movings) {
    for (const obstacle of obstacles) {
      if (!isIgnored(moving, obstacle)) set({ first, second, depth, seenFrom }, count++, moving, obstacle);
    }
  }
  const cut = (all: Int32Array): Int32Array => all.subarray(0, count);
  return { first: cut(first), second: cut(second), depth: cut(depth), seenFrom: cut(seenFrom) };
}

const known = new WeakMap<OracleWorld, Map<number, GeomPairs>>();

/** The arm against itself, less what may touch by construction. What is held may touch what the hand may. */
export function selfPairs(world: OracleWorld, robot: RobotDescription): GeomPairs {
  const held = world.held().length;
  const made = known.get(world) ?? new Map<number, GeomPairs>();
  known.set(world, made);
  const pairs = made.get(held) ?? makeSelfPairs(world, robot);
  made.set(held, pairs);
  return pairs;
}

function makeSelfPairs(world: OracleWorld, robot: RobotDescription): GeomPairs {
  const hand = robot.gripper.hand.name;
  const tool = [hand, ...fingersOf(robot.gripper).map(({ link }) => link.name)];
  const allowed = new Set(robot.allowedPairs.flatMap(([a, b]) => [`${a}|${b}`, `${b}|${a}`]));
  const mayTouch = (a: Geom, b: Geom): boolean => {
    if (a.part === b.part) return true;
    if (b.part === HELD) return mayTouch(b, a);
    if (a.part === HELD) return tool.includes(b.link) || allowed.has(`${hand}|${b.link}`);
    return allowed.has(`${a.link}|${b.link}`);
  };
  const pairs: (readonly [Geom, Geom])[] = [];
  const geoms = [...world.robotGeoms, ...world.held()];
  for (const [i, a] of geoms.entries()) {
    for (const b of geoms.slice(0, i)) if (!mayTouch(a, b)) pairs.push(a.depth >= b.depth ? [a, b] : [b, a]);
  }
  return packed(pairs);
}

/** The pairs of which `isKept`. */
export function onlyPairs(pairs: GeomPairs, isKept: (pair: number) => boolean): GeomPairs {
  const kept = [...pairs.first.keys()].filter(isKept);
  const pick = (from: Int32Array): Int32Array => Int32Array.from(kept, (pair) => from[pair]!);
  const { first, second, depth, seenFrom } = pairs;
  return { first: pick(first), second: pick(second), depth: pick(depth), seenFrom: pick(seenFrom) };
}

function packed(pairs: readonly (readonly [Geom, Geom])[]): GeomPairs {
  const made = room(pairs.length);
  for (let k = 0; k < pairs.length; k++) set(made, k, pairs[k]![0], pairs[k]![1]);
  return made;
}

const room = (count: number): GeomPairs => ({
  first: new Int32Array(count),
  second: new Int32Array(count),
  depth: new Int32Array(count),
  seenFrom: new Int32Array(count),
});

function set(pairs: GeomPairs, k: number, moving: Geom, other: Geom): void {
  pairs.first[k] = moving.id;
  pairs.second[k] = other.id;
  pairs.depth[k] = moving.depth;
  pairs.seenFrom[k] = other.depth;
}
