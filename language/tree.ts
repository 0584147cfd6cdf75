// Small helpers to walk a parse tree.
import type { Tree } from "./grammar-reader.ts";

export const kid = (node: Tree, rule: string): Tree | undefined => node.kids.find((child) => child.rule === rule);
export const kidsOf = (node: Tree, ...rules: readonly string[]): Tree[] =>
  node.kids.filter((child) => rules.includes(child.rule));

/** The first node of a rule below (or at) a node, depth first. */
export function find(node: Tree, rule: string): Tree | undefined {
  if (node.rule === rule) return node;
  for (const child of node.kids) {
    const found = find(child, rule);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All nodes of a rule below a node; does not look inside what it found. */
export function findAll(node: Tree, rule: string): Tree[] {
  return node.kids.flatMap((child) => (child.rule === rule ? [child] : findAll(child, rule)));
}

/** Whether a node has this token as a direct child. */
export const says = (node: Tree, ...words: readonly string[]): boolean =>
  node.kids.some((child) => child.rule === "" && words.includes(child.text));
