// The call fits the scene: the objects and joints it names exist, and hand and object are in the right state.
import type { Cell } from "../../kernel/contract/cell.ts";
import type { PreHook } from "../../kernel/contract/hook.ts";
import type { Measured } from "../../kernel/contract/measured.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { chainOf, jointIndex } from "../../kernel/motion/chain.ts";
import { centreOf, heightOf } from "../../kernel/motion/solids.ts";
import { supportUnder } from "../../kernel/motion/supports.ts";

const unmet = (reason: string): Finding => ({ code: "E_PRECONDITION", reason });

export const preconditions: PreHook = {
  name: "preconditions",
  judge({ call, state, cell }) {
    const { holding } = state.gripper;
    switch (call.tool) {
      case "pick": {
        const object = cell.objects.find(({ id }) => id === call.args.object);
        if (object === undefined) return unknownObject(cell, call.args.object);
        if (object.isStatic) return unmet(`${object.id} is fixed and cannot be picked; name a movable object`);
        if (holding !== null) return unmet(`the gripper already holds ${holding}; place it first`);
        const above = standsOn(cell, state, object.id);
        return above === null ? null : unmet(`${above} stands on ${object.id}; move ${above} first`);
      }
      case "place": {
        if (holding === null) return unmet("the gripper holds nothing to place; pick an object first");
        if (!("target" in call.args)) return null;
        const { target: id, relation } = call.args;
        const target = cell.objects.find((object) => object.id === id);
        if (target === undefined) return unknownObject(cell, id);
        if (id === holding) return unmet(`${id} cannot be placed relative to itself; name another target`);
        if (relation === "in" && !target.isContainer)
          return unmet(`${id} is not a container; use on, or another target`);
        return null;
      }
      case "move_joints": {
        const chain = chainOf(cell.robot, cell.base);
        const unknown = call.args.joints.find(({ joint }) => jointIndex(chain, joint) === null);
        if (unknown !== undefined) return unknownJoint(unknown.joint, chain.jointNames);
        const indices = call.args.joints.map(({ joint }) => jointIndex(chain, joint));
        return new Set(indices).size === indices.length
          ? null
          : unmet("a joint is named twice, by number and by name; name it once");
      }
      default:
        return null;
    }
  },
};

const unknownObject = (cell: Cell, id: string): Finding => ({
  code: "E_UNKNOWN_OBJECT",
  reason: `there is no ${id} in this cell; there are ${cell.objects.map((object) => object.id).join(", ")}`,
});

const unknownJoint = (joint: number | string, names: readonly string[]): Finding => ({
  code: "E_UNKNOWN_JOINT",
  reason: `there is no joint ${joint}; joints are 1 to ${names.length}, or ${names.join(", ")}`,
});

/** The movable object that rests on `id`, or `null`. */
function standsOn(cell: Cell, { objects }: Measured, id: string): string | null {
  for (const object of cell.objects) {
    const pose = objects[object.id];
    if (object.isStatic || pose === undefined) continue;
    const centreM = centreOf(object, pose);
    const bottomM = centreM[2] - heightOf(object) / 2;
    const support = supportUnder(cell, objects, centreM, bottomM, object.id);
    if (support.name === id && bottomM - support.topZM < 0.01) return object.id;
  }
  return null;
}
