// Which parts of an arm are never held against each other: they touch by construction, or are stored as allowed.
import type { Body } from "./bodies.ts";
import type { Chain } from "./chain.ts";
import type { LinkGroup } from "./link-groups.ts";
import { oncePer } from "./once-per.ts";

/**
 * Parts of one link, of neighbouring links, of the tool, and of links named in `allowedPairs`; what is held
 * may touch whatever the hand may.
 */
export function mayTouch(chain: Chain, a: Body, b: Body): boolean {
  if (Math.abs(a.frame - b.frame) <= 1) return true;
  const { gripper, allowedPairs } = chain.robot;
  const names = (body: Body): string[] => {
    if (body.group === "link") return [body.link];
    if (body.group === "held" || body.link === gripper.hand.name) return [gripper.hand.name, "hand"];
    return [body.link, "finger"];
  };
  const [of, other] = [names(a), names(b)];
  return allowedPairs.some(([x, y]) => (of.includes(x) && other.includes(y)) || (of.includes(y) && other.includes(x)));
}

const answersOf = oncePer<Chain, Map<string, Map<string, boolean>>>(() => new Map());

/** As `mayTouch`, for all parts of two groups: which link and kind they are of tells. Asked once per pair of those. */
export function groupsMayTouch(chain: Chain, bodies: readonly Body[], a: LinkGroup, b: LinkGroup): boolean {
  const answers = answersOf(chain);
  let ofA = answers.get(a.kin);
  if (ofA === undefined) {
    ofA = new Map();
    answers.set(a.kin, ofA);
  }
  let may = ofA.get(b.kin);
  if (may === undefined) {
    may = mayTouch(chain, bodies[a.members[0]!]!, bodies[b.members[0]!]!);
    ofA.set(b.kin, may);
  }
  return may;
}
