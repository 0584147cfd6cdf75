// What the reference firmware of the RoboOS frame says: one writer for every frame to the host, with the device's own
// sequence, clock and the newest time of the host in its header (docs/roboos-frame.md, "Header").
import {
  putAnswer,
  putCapabilities,
  putFault,
  putPulse,
  type WireCapabilities,
  type WirePulse,
} from "../../drivers/codec/roboos-control.ts";
import { ROBOOS_MOST_BYTES, type RoboosHeader, sealRoboos } from "../../drivers/codec/roboos-frame.ts";
import { putState, type WireState } from "../../drivers/codec/roboos-motion.ts";
import { ROBOOS_TYPE, type RoboosError, type RoboosRefusal } from "../../drivers/codec/roboos-types.ts";
import type { Send } from "./device.ts";

/** A frame that is answered. */
export interface Answered {
  readonly session: number;
  readonly sequence: number;
  readonly type: number;
}

export interface FrameReports {
  /** Before each tick's frames: the header's times. */
  at(nowMs: number, hostMs: number, session: number): void;
  answer(to: Answered, refusal: RoboosRefusal): void;
  capabilities(of: WireCapabilities): void;
  state(of: WireState): void;
  pulse(of: WirePulse): void;
  error(error: RoboosError, joint: number, detail: number): void;
  /** Power was off: the sequence begins anew. */
  restart(): void;
}

export function createFrameReports(send: Send): FrameReports {
  const out = new Uint8Array(ROBOOS_MOST_BYTES);
  const header: RoboosHeader = { type: 0, session: 0, ttlMs: 0, sequence: 0, sentAtMs: 0, echoMs: 0 };
  const seal = (type: number, session: number, count: number): void => {
    header.sequence++;
    const size = sealRoboos(out, { ...header, type, session }, count);
    send(out.slice(0, size));
  };
  return {
    at(nowMs, hostMs, session) {
      header.sentAtMs = nowMs;
      header.echoMs = hostMs;
      header.session = session;
    },
    // In the session of the frame that is meant, or the host that sent it would not hear the answer.
    answer({ session, sequence, type }, refusal) {
      const kind = refusal === "none" ? ROBOOS_TYPE.ack : ROBOOS_TYPE.nack;
      seal(kind, session, putAnswer(out, { sequence, type, refusal }));
    },
    capabilities: (of) => seal(ROBOOS_TYPE.capabilities, header.session, putCapabilities(out, of)),
    state: (of) => seal(ROBOOS_TYPE.state, header.session, putState(out, of)),
    pulse: (of) => seal(ROBOOS_TYPE.pulse, header.session, putPulse(out, of)),
    error: (error, joint, detail) => seal(ROBOOS_TYPE.error, header.session, putFault(out, { error, joint, detail })),
    restart() {
      header.sequence = 0;
    },
  };
}
