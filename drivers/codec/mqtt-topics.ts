// Names of topics for an arm on a broker, by cell. docs/mqtt.md says who publishes what, how, and what must never be.
import { RoboError } from "../../kernel/contract/errors.ts";

const ROOT = "roboos/1";
/** One level of a topic: no slash, no wildcard, no $. */
const CELL = /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/;

export interface MqttTopics {
  /** Host → arm. Motion and what goes with it; QoS 0, never retained, expires. */
  readonly command: string;
  /** Anyone → arm. Stops; a topic of their own, so that no queue of commands is in front. */
  readonly stop: string;
  /** Arm → host. What became of a command. */
  readonly ack: string;
  /** Arm → all. Measured state, retained. */
  readonly state: string;
  /** Arm → all. Birth and, as its will, death; retained. */
  readonly armPresence: string;
  /** Host → all. The same of the one master. */
  readonly hostPresence: string;
}

/** Throws E_DRIVER for a name that would be more than one level, or a wildcard. */
export function mqttTopics(cell: string): MqttTopics {
  if (!CELL.test(cell)) {
    throw new RoboError("E_DRIVER", `"${cell}" cannot be part of a topic; use letters, digits, - and _`);
  }
  const of = (name: string): string => `${ROOT}/${cell}/${name}`;
  return {
    command: of("command"),
    stop: of("stop"),
    ack: of("ack"),
    state: of("state"),
    armPresence: of("arm"),
    hostPresence: of("host"),
  };
}
