// Nothing presses on the arm from outside harder than the cell allows, as far as the arm measures its own effort: more
// than the limit for longer than a contact may last, or more than a transient contact may press, stops.
import type { Cell, ForceLimits } from "../../kernel/contract/cell.ts";
import type { DuringHook } from "../../kernel/contract/hook.ts";
import type { Plan } from "../../kernel/contract/plan.ts";
import type { Inertia } from "../../kernel/contract/robot.ts";
import type { Finding } from "../../kernel/contract/verdict.ts";
import { chainOf } from "../../kernel/motion/chain.ts";
import { contactObserver } from "../../kernel/motion/contact-observer.ts";
import { dynamicsOf } from "../../kernel/motion/dynamics.ts";
import { loadInertia } from "../../kernel/motion/load-inertia.ts";
import { toolForceOf } from "../../kernel/motion/tool-force.ts";

export const force: DuringHook = {
  name: "force",
  watch(plan, cell) {
    const limits = cell.force;
    if (limits === null) return () => null;
    const chain = chainOf(cell.robot, cell.base);
    const dynamics = dynamicsOf(chain);
    const observer = contactObserver(dynamics);
    const toolForce = toolForceOf(chain);
    const loads = loadsOf(plan, cell);
    const judge = pressure(cell, limits);
    let load: Inertia | null = null;
    return ({ segmentIndex, reading }) => {
      const { atS, jointsRad, jointsRadPerS, effortNm, holding } = reading;
      const carried = holding === null ? null : (loads[segmentIndex] ?? null);
      if (carried !== load) {
        load = carried;
        dynamics.setLoad(load);
        observer.restart();
      }
      observer.update(atS, jointsRad, jointsRadPerS, effortNm);
      const newton = limits.externalForceN === null ? 0 : toolForce.newton(jointsRad, observer.externalNm);
      return judge(atS, observer.externalNm, newton);
    };
  },
};

/** The load of each segment; while the fingers move, that of the motion before. */
function loadsOf(plan: Plan, cell: Cell): readonly (Inertia | null)[] {
  let last: Inertia | null = null;
  return plan.segments.map((segment) => {
    if (segment.kind !== "move") return last;
    const { carrying } = segment;
    const object = cell.objects.find(({ id }) => id === carrying?.object);
    last = object === undefined || carrying === null ? null : loadInertia(cell.robot, object, carrying.inTool);
    return last;
  });
}

/** One limit a joint, and one for the tool point: over it by how much, and since when. */
function pressure(cell: Cell, limits: ForceLimits) {
  const { externalTorqueNm, externalForceN, transientFactor, transientS } = limits;
  const count = cell.robot.joints.length;
  const sinceS = new Float64Array(count + 1).fill(Number.NaN);
  const isTooMuch = (index: number, atS: number, value: number, limit: number): boolean => {
    if (value <= limit) {
      sinceS[index] = Number.NaN;
      return false;
    }
    if (Number.isNaN(sinceS[index]!)) sinceS[index] = atS;
    return !(value <= limit * transientFactor) || atS - sinceS[index]! > transientS;
  };
  return (atS: number, externalNm: Float64Array, newton: number): Finding | null => {
    for (let j = 0; j < count; j++) {
      const nm = Math.abs(externalNm[j]!);
      if (Number.isNaN(nm)) {
        return {
          code: "E_STALE",
          reason: `the effort of joint ${j + 1} is not measured as a number; the cell's force limits need it`,
        };
      }
      if (externalTorqueNm === null || !isTooMuch(j, atS, nm, externalTorqueNm[j]!)) continue;
      return finding(
        `joint ${cell.robot.joints[j]?.name ?? j + 1} with ${nm.toFixed(1)} N m`,
        nm,
        externalTorqueNm[j]!,
        "N m",
      );
    }
    if (externalForceN === null || !isTooMuch(count, atS, newton, externalForceN)) return null;
    return finding(`the tool with ${newton.toFixed(0)} N`, newton, externalForceN, "N");
  };
}

const finding = (what: string, measured: number, limit: number, unit: string): Finding => ({
  code: "E_FORCE",
  reason: `something presses on ${what} (most ${limit} ${unit}); look for what is in the way, then jog off it or reset`,
  measured,
  limit,
});
