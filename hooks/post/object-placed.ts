// After a release the object is measured at rest where it was promised, in or on what was promised.
import type { PostHook } from "../../kernel/contract/hook.ts";
import { centreOf, heightOf } from "../../kernel/motion/solids.ts";
import { supportUnder } from "../../kernel/motion/supports.ts";
import { distanceM, invertPose, transformPoint } from "../../kernel/motion/transform.ts";

const MOST_M = 0.02;
const AFLOAT_M = 0.008;

export const objectPlaced: PostHook = {
  name: "object-placed",
  judge({ plan: { promised }, after, cell }) {
    if (promised.object === undefined) return null;
    const { id, centreM, inside, on } = promised.object;
    const object = cell.objects.find((candidate) => candidate.id === id);
    const pose = after.objects[id];
    if (object === undefined || pose === undefined)
      return { code: "E_NOT_PLACED", reason: `${id} is not measured at all` };
    const measuredM = centreOf(object, pose);
    const offM = distanceM(measuredM, centreM);
    if (!(offM <= MOST_M)) {
      return {
        code: "E_NOT_PLACED",
        reason: `${id} is measured ${(offM * 100).toFixed(1)} cm from where it was promised (most ${MOST_M * 100} cm)`,
        measured: offM,
        limit: MOST_M,
      };
    }
    const bottomM = measuredM[2] - heightOf(object) / 2;
    const support = supportUnder(cell, after.objects, measuredM, bottomM, id);
    if (on !== undefined && support.name !== on)
      return { code: "E_NOT_PLACED", reason: `${id} is measured on ${support.name}, not on ${on}` };
    const afloatM = bottomM - support.topZM;
    if (on !== undefined && afloatM > AFLOAT_M) {
      return {
        code: "E_NOT_PLACED",
        reason: `${id} is measured ${(afloatM * 1000).toFixed(1)} mm above ${on} (most ${AFLOAT_M * 1000} mm)`,
        measured: afloatM,
        limit: AFLOAT_M,
      };
    }
    const container = cell.objects.find((candidate) => candidate.id === inside);
    if (container?.shape.kind !== "open_box") return null;
    const containerPose = after.objects[container.id];
    if (containerPose === undefined) return { code: "E_NOT_PLACED", reason: `${inside} is not measured at all` };
    const [x, y] = transformPoint(invertPose(containerPose), measuredM);
    const { sizeM, wallM } = container.shape;
    const isIn = Math.abs(x) < sizeM[0] / 2 - wallM && Math.abs(y) < sizeM[1] / 2 - wallM;
    return isIn ? null : { code: "E_NOT_PLACED", reason: `${id} is measured outside ${inside}` };
  },
};
