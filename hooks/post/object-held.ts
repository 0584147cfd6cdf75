// After a grasp the object is measured between the pads; after a release nothing is.
import type { PostHook } from "../../kernel/contract/hook.ts";

export const objectHeld: PostHook = {
  name: "object-held",
  judge({ plan: { promised }, after }) {
    const { holding } = after.gripper;
    if (promised.holding === undefined || promised.holding === holding) return null;
    return promised.holding === null
      ? { code: "E_NOT_PLACED", reason: `${holding} is still measured between the pads` }
      : {
          code: "E_NOT_HELD",
          reason: `${promised.holding} is not measured between the pads${holding === null ? "" : `, but ${holding} is`}`,
        };
  },
};
