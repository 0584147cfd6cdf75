// Parse tree → ordered groups of clauses. "Before" and "after" are put into the order in which things happen.
import type { Action, Clause, Group } from "./ast.ts";
import { actionsOf } from "./build-actions.ts";
import { refsOf } from "./build-refs.ts";
import type { Tree } from "./grammar-reader.ts";
import { find, findAll, kid, kidsOf } from "./tree.ts";
import { numberOf, scaleOf, shareOf, spanOf } from "./units.ts";

const SLOW = 0.25;

function paceOf(node: Tree): number | null {
  if (node.label === "slow") return SLOW;
  if (node.label === "share") return shareOf(numberOf(kid(kid(node, "share") as Tree, "number") as Tree) / 100);
  return node.label === "quick" ? 1 : scaleOf(kid(node, "scale") as Tree);
}

function timesOf(node: Tree): number {
  if (node.label === "twice") return 2;
  if (node.label === "thrice") return 3;
  if (node.label === "once") return 1;
  return numberOf(kid(kid(node, "times") as Tree, "number") as Tree);
}

function clauseOf(node: Tree): Clause {
  const spared = findAll(node, "spared").flatMap((s) => findAll(s, "refs").flatMap((refs) => refsOf(refs).refs));
  const late = [...findAll(node, "fronted"), ...findAll(node, "lateExcept")].flatMap(
    (e) => refsOf(kid(e, "refs") as Tree).refs,
  );
  const core = kid(node, "core") as Tree;
  const actions = actionsOf(core).map((action): Action => {
    if (action.kind === "put" || action.kind === "pick") {
      const except = [...action.theme.except, ...late];
      return { ...action, theme: { ...action.theme, spared, except } };
    }
    return late.length === 0
      ? action
      : { kind: "ask", ask: "Except from what? Say for example: all cubes except the red one." };
  });
  return {
    actions,
    speeds: findAll(node, "pace").map(paceOf),
    times: findAll(node, "count").map(timesOf),
    spared,
    repeatsAll: find(node, "repeated") !== undefined,
  };
}

const jointOf = (node: Tree): Clause[] => kidsOf(node, "clause").map(clauseOf);

function groupsOf(node: Tree): Group[] {
  const joints = kidsOf(node, "joint").map(jointOf);
  const main = joints[0] as Clause[];
  const sub = kidsOf(node, "sub").flatMap((s) => kidsOf(s, "clause").map(clauseOf));
  const span = kid(node, "span");
  switch (node.label) {
    case "beforeLead":
    case "beforeTail":
      return [main, sub];
    case "afterLead":
    case "afterTail":
      return [sub, main];
    case "delayed":
    case "delayedTail":
      return [
        [
          {
            actions: [{ kind: "wait", amount: spanOf(span as Tree) }],
            speeds: [],
            times: [],
            spared: [],
            repeatsAll: false,
          },
        ],
        main,
      ];
    case "butFirst":
      return [joints[1] as Clause[], main];
    default:
      return [main];
  }
}

export const groupsOfTree = (tree: Tree): Group[] => findAll(tree, "group").flatMap(groupsOf);
