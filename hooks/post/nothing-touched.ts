// Nothing was touched on the way that must not be, where the driver can measure it.
import type { PostHook } from "../../kernel/contract/hook.ts";

export const nothingTouched: PostHook = {
  name: "nothing-touched",
  judge({ touches: [touch] }) {
    if (touch === undefined) return null;
    const [x, y, z] = touch.atM.map((value) => value.toFixed(2));
    return {
      code: "E_TOUCH",
      reason: `${touch.a} touched ${touch.b} near (${x}, ${y}, ${z})`,
      measured: touch.depthM,
      limit: 0,
    };
  },
};
