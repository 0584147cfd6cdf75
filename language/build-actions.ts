// Parse tree → the actions of one clause, one function for each family of verbs.
import type { Action, Amount, JointTurn, Refs, Step } from "./ast.ts";
import { describedOf, destinationOf, ordinalOf, pointOf, refOf, refsOf, spoken } from "./build-refs.ts";
import type { Tree } from "./grammar-reader.ts";
import { find, findAll, kid, kidsOf, says } from "./tree.ts";
import { angleishOf, angleOf, lengthOf, numberOf, scaleOf, spanOf } from "./units.ts";

const IT: Refs = { refs: [{ kind: "it" }], except: [] };

function amountOf(node: Tree): Amount | "slight" {
  switch (node.label) {
    case "length":
      return lengthOf(kid(node, "length") as Tree);
    case "slight":
      return "slight";
    case "wrongAngle":
      return angleOf(kid(node, "angle") as Tree);
    case "wrongPercent":
      return { value: numberOf(kid(node, "number") as Tree), unit: "percent" };
    default:
      return { value: numberOf(kid(node, "number") as Tree), unit: null };
  }
}

const AXES: Readonly<Record<string, readonly ["x" | "y" | "z", 1 | -1]>> = {
  left: ["y", 1],
  right: ["y", -1],
  up: ["z", 1],
  down: ["z", -1],
  forward: ["x", 1],
  back: ["x", -1],
};

function stepOf(node: Tree): Step {
  const said = kid(node, "amount");
  const amount = said === undefined ? null : amountOf(said);
  const delta = kid(node, "deltaName");
  if (delta !== undefined)
    return { kind: "axis", axis: delta.text.slice(1) as "x" | "y" | "z", sign: 1, signless: true, amount };
  const dir = kid(node, "dir") as Tree;
  const base = kid(dir, "base");
  if (base !== undefined)
    return { kind: "towards", sign: dir.label === "towards" ? 1 : -1, target: refOf(base), amount };
  const axis = AXES[dir.label];
  if (axis !== undefined) return { kind: "axis", axis: axis[0], sign: axis[1], amount };
  const sign = kid(dir, "signWord")?.text;
  return {
    kind: "axis",
    axis: (kid(dir, "axisName")?.text ?? "x") as "x" | "y" | "z",
    sign: sign === "negative" || sign === "minus" ? -1 : 1,
    signless: sign === undefined,
    amount,
  };
}

/** "up and left 5 cm each": one distance, said to hold for every direction. */
function stepsOf(node: Tree): Step[] {
  const even = find(node, "even");
  if (even === undefined) return findAll(node, "step").map(stepOf);
  const amount = kid(even, "amount") as Tree;
  return findAll(even, "dir").map((dir) => stepOf({ ...even, kids: [dir, amount] }));
}

function senseOf(node: Tree | undefined): 1 | -1 | 0 {
  if (node === undefined) return 0;
  return node.label === "ccw" || node.label === "left" ? 1 : -1;
}

function turnOf(node: Tree): Action {
  const theme = kid(node, "turnTheme");
  const refs = theme === undefined ? undefined : kid(theme, "refs");
  const by = kid(node, "turnBy") ?? node;
  const some = kid(by, "turnAmount");
  const number = kid(by, "number");
  let amount: Amount | null = null;
  const bare = kid(by, "angle");
  if (node.label === "nominal") amount = angleOf(node);
  else if (bare !== undefined) amount = angleOf(bare);
  else if (some !== undefined)
    amount = some.label === "wrong" ? lengthOf(kid(some, "length") as Tree) : angleOf(kid(some, "angle") as Tree);
  else if (number !== undefined) amount = { value: numberOf(number), unit: null };
  const sense = kid(by, "turnSense");
  const onlyLeftRight = amount === null && (sense?.label === "left" || sense?.label === "right");
  if (onlyLeftRight) return { kind: "ask", ask: `Shall I move ${sense?.label}, or turn, and by how many degrees?` };
  return { kind: "turn", theme: refs === undefined ? null : refsOf(refs), sign: senseOf(sense), amount };
}

const jointsIn = (node: Tree): (number | "last")[] =>
  kidsOf(node, "jointRef").map((ref) => {
    if (ref.label === "last") return "last";
    if (ref.label === "one") return 1;
    return ref.label === "ordinal" ? ordinalOf(kid(ref, "ordinal") as Tree) : Number(/\d+/.exec(ref.text)?.[0] ?? 0);
  });

function jointsOf(node: Tree): Action {
  if (node.label === "list") {
    const all = findAll(node, "angleish").map(angleishOf);
    const unit = kid(node, "aunit");
    return {
      kind: "allJoints",
      one: false,
      values: unit?.text === "rad" ? all.map((a) => ({ value: (a.value * 180) / Math.PI, unit: "deg" })) : all,
    };
  }
  if (node.label === "each") return { kind: "allJoints", one: true, values: findAll(node, "angleish").map(angleishOf) };
  const turns: JointTurn[] = [];
  let pending: (number | "last")[] = [];
  const set = `${node.text} `.startsWith("set ");
  for (const child of node.kids) {
    if (child.rule === "jointRefs") pending = jointsIn(child);
    const pair = child.rule === "jointPair" ? child : undefined;
    const angle = pair ?? (child.rule === "angleish" ? child : undefined);
    if (angle === undefined) continue;
    const amount = angleishOf(pair === undefined ? child : (kid(pair, "angleish") as Tree));
    const isBareSet = set && pair?.label === "bare";
    const isAsk = pair?.label === "bare" && node.label === "bare";
    if (isAsk) return { kind: "ask", ask: `Shall I turn the joint to ${amount.value}° or by ${amount.value}°?` };
    const sign = node.label === "less" ? -1 : 1;
    for (const joint of pending) {
      turns.push({
        joint,
        mode: pair?.label === "to" || isBareSet ? "to" : "by",
        amount: { ...amount, value: amount.value * sign },
      });
    }
  }
  return { kind: "joints", turns };
}

function verticalOf(node: Tree): Action {
  const said = kid(node, "amount");
  const amount = said === undefined ? null : amountOf(said);
  const [axis, sign]: readonly ["x" | "z", 1 | -1] =
    node.label === "advance"
      ? ["x", 1]
      : node.label === "retreat"
        ? ["x", -1]
        : ["z", node.label.startsWith("up") || node.label === "ascend" ? 1 : -1];
  return {
    kind: "move",
    theme: says(node, "it") ? IT : null,
    steps: [{ kind: "axis", axis, sign, amount }],
    slight: false,
    verbless: false,
  };
}

function moveOf(node: Tree): Action {
  const slight = kid(node, "moveVerb")?.text === "nudge" || node.label === "inch";
  return {
    kind: "move",
    theme: says(node, "it") ? IT : null,
    steps: stepsOf(node),
    slight,
    verbless: node.label === "verbless",
  };
}

const joined = (lists: readonly Refs[]): Refs => ({
  refs: lists.flatMap((list) => list.refs),
  except: lists.flatMap((list) => list.except),
});

function putOf(node: Tree): Action[] {
  const themes = node.kids.filter((child) => child.rule.toLowerCase().endsWith("refs"));
  const from = kid(node, "from");
  const source = from === undefined ? null : refOf(kid(from, "base") as Tree);
  if (node.label === "row")
    return [{ kind: "put", theme: joined(themes.map(refsOf)), source, to: destinationOf(kid(node, "dest") as Tree) }];
  return kidsOf(node, "dest").map((dest, i) => ({
    kind: "put",
    theme: refsOf(themes[i] as Tree),
    source: i === 0 ? source : null,
    to: destinationOf(dest),
  }));
}

function pickOf(node: Tree): Action {
  const refs = find(node, "refs") as Tree;
  const amount = kid(node, "amount");
  if (amount !== undefined) {
    const said = amountOf(amount);
    return { kind: "lift", theme: refsOf(refs), amount: said === "slight" ? null : said };
  }
  const from = kid(node, "from");
  return { kind: "pick", theme: refsOf(refs), source: from === undefined ? null : refOf(kid(from, "base") as Tree) };
}

function toggleOf(node: Tree): Action[] {
  const open: Action = { kind: "tool", close: false, byPronoun: false };
  const close: Action = { kind: "tool", close: true, byPronoun: false };
  if (node.label === "openIt" || node.label === "closeIt")
    return [{ kind: "tool", close: node.label === "closeIt", byPronoun: true }];
  if (node.label.startsWith("openClose") || node.label === "openThenClose") return [open, close];
  if (node.label.startsWith("closeOpen") || node.label === "closeThenOpen") return [close, open];
  return [["close", "bareClose", "gripClose", "on", "turnOn", "closeShut", "none"].includes(node.label) ? close : open];
}

function askedOf(node: Tree): Action {
  const name = (rule: string): string => spoken(find(node, rule)?.text ?? "it");
  const asks: Readonly<Record<string, () => string>> = {
    goTo: () => `Shall I move above ${name("base")} or pick it up?`,
    noDirection: () =>
      "Which way, and how far with its unit? For example: 10 cm left, right, up, down, forward or back.",
    nothing: () => "Where to? Say a direction, a position in metres, or home.",
    noPlace: () => `Where shall I put ${name("refs")}? For example: in the tray, on the shelf, left of the mug.`,
    there: () => "Where exactly? Name an object or give x, y and z in metres.",
    whereTo: () => `Where shall I move ${name("refs")}?`,
    what: () => "Which object shall I pick up?",
    howFar: () => "By how many degrees, and clockwise or counter-clockwise?",
    toAngle: () =>
      "I turn the gripper by an angle: by how many degrees, clockwise or counter-clockwise? Or give a whole position with theta.",
    setAngle: () =>
      "I turn the gripper by an angle: by how many degrees, clockwise or counter-clockwise? Or give a whole position with theta.",
    jointSense: () => "For a joint I need a signed angle in degrees: by 20 degrees or by -20 degrees?",
    toHeight: () => "By how much up or down? Or give a whole position: x, y and z in metres.",
    under: () => `I cannot put or move anything under ${name("base")}. Which other place?`,
    slanted: () => "How far each way? For example: 10 cm left and 5 cm up.",
    putUnder: () => `I cannot put anything under ${name("base")}. On, in, left of, right of, in front of or behind it?`,
  };
  return { kind: "ask", ask: (asks[node.label] ?? (() => "What shall I do?"))() };
}

function waitOf(node: Tree): Action {
  const span = kid(node, "span");
  if (span !== undefined) return { kind: "wait", amount: spanOf(span) };
  if (node.label === "unitless")
    return { kind: "ask", ask: `Wait ${numberOf(kid(node, "number") as Tree)} what: seconds or minutes?` };
  return { kind: "ask", ask: "How long shall I wait, in seconds? To stop, say stop." };
}

function themeOf(node: Tree): Refs {
  const refs = kid(node, "refs") ?? kid(node, "bareRefs");
  return refs === undefined ? { refs: [describedOf(kid(node, "described") as Tree)], except: [] } : refsOf(refs);
}

/** The actions of a `core` node. */
export function actionsOf(core: Tree): Action[] {
  const node = core.kids.find((child) => child.rule !== "" && child.rule !== "follow") as Tree;
  const pose = kid(node, "pose");
  const coords = kidsOf(node, "coords");
  switch (node.rule) {
    case "home":
      return [{ kind: "home", carrying: node.label === "carry" }];
    case "toggle":
      return toggleOf(node);
    case "wait":
      return [waitOf(node)];
    case "swap":
      return [{ kind: "swap", theme: joined(kidsOf(node, "refs").map(refsOf)) }];
    case "speed":
      return [{ kind: "speed", scale: node.label === "slowly" ? 0.25 : scaleOf(kid(node, "scale") as Tree) }];
    case "joints":
      return [jointsOf(node)];
    case "path": {
      const points = (node.label === "via" ? coords.toReversed() : coords).map((point) => pointOf(point));
      return [{ kind: "path", points }];
    }
    case "goto":
      return [{ kind: "goto", point: pointOf(coords[0] as Tree, pose), elided: node.label === "elided" }];
    case "above": {
      const height = kid(node, "length");
      return [
        {
          kind: "above",
          target: refOf(kid(node, "base") as Tree),
          height: height === undefined ? null : lengthOf(height),
        },
      ];
    }
    case "turn":
      return [turnOf(node)];
    case "vertical":
      return [verticalOf(node)];
    case "goBack":
      return [{ kind: "ask", ask: "Shall I go home, or move backward, and how far?" }];
    case "move":
      return [moveOf(node)];
    case "same":
      return [{ kind: "same", theme: refsOf(find(node, node.label === "too" ? "bareRefs" : "refs") as Tree) }];
    case "put":
      return putOf(node);
    case "pick":
      return [pickOf(node)];
    case "release": {
      const refs = kid(node, "refs");
      return [{ kind: "release", theme: refs === undefined ? null : refsOf(refs) }];
    }
    case "displace":
      return [{ kind: "move", theme: themeOf(node), steps: stepsOf(node), slight: false, verbless: false }];
    default:
      return [askedOf(node)];
  }
}
