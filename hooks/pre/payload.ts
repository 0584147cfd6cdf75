// What is picked weighs no more than the cell's payload.
import type { PreHook } from "../../kernel/contract/hook.ts";

export const payload: PreHook = {
  name: "payload",
  judge({ call, cell }) {
    if (call.tool !== "pick") return null;
    const { object: id } = call.args;
    const massKg = cell.objects.find((object) => object.id === id)?.massKg ?? 0;
    const limit = cell.limits.payloadKg;
    if (massKg <= limit) return null;
    return {
      code: "E_PAYLOAD",
      reason: `${id} weighs ${massKg} kg (most ${limit} kg); use a stronger arm`,
      measured: massKg,
      limit,
    };
  },
};
