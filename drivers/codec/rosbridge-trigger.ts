// std_srvs/Trigger, by which many robots are armed and stopped: no arguments, and an answer whose `success` counts, not
// that the call returned. Source: std_srvs/Trigger.srv (ROS 1), std_srvs/srv/Trigger.srv (ROS 2).
import { z } from "zod";
import { failureText, type Read, readValue, refused } from "./json-text.ts";
import type { RosbridgeMessage } from "./rosbridge-ops.ts";

const schema = z.strictObject({ success: z.boolean(), message: z.string() });

export const triggerMessage = (service: string, id: string): RosbridgeMessage => ({
  op: "call_service",
  id,
  service,
  args: {},
});

/** What the service said; a call that failed, or answered another service, is refused. */
export function readTrigger(message: RosbridgeMessage, service: string): Read<z.infer<typeof schema>> {
  if (message.op !== "service_response" || message.service !== service) return refused(`no answer of ${service}`);
  if (!message.result) return refused(`${service} failed: ${failureText(message.values)}`);
  return readValue(message.values, schema);
}
