// Nothing was touched on the way that must not be, where the driver can measure it.
import type { PostHook } from "../../kernel/contract/hook.ts";

export const nothingTouched: PostHook = {
  name: "nothing-touched",
  judge({ plan, touches: [touch] }) {
    // Off a contact the way begins in it; that a jog presses no harder was judged (hooks/pre/jog.ts).
    if (touch === undefined || plan.call.tool === "jog") return null;
    const [x, y, z] = touch.atM.map((value) => value.toFixed(2));
    return {
      code: "E_TOUCH",
      reason: `${touch.a} touched ${touch.b} near (${x}, ${y}, ${z})`,
      measured: touch.depthM,
      limit: 0,
    };
  },
};
