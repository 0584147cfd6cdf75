// A host for the reference firmware in tests: it keeps session, sequence and echo as a good host would, and can break
// each of them.
import { putWatchdog, type StopCategory, takeAnswer } from "../../drivers/codec/roboos-control.ts";
import {
  createRoboosDecoder,
  ROBOOS_MOST_BYTES,
  ROBOOS_PAYLOAD,
  type RoboosHeader,
  sealRoboos,
} from "../../drivers/codec/roboos-frame.ts";
import { putSetpoint, takeState, type WireState } from "../../drivers/codec/roboos-motion.ts";
import { ROBOOS_ERRORS, ROBOOS_TYPE as T } from "../../drivers/codec/roboos-types.ts";
import { createFrameDevice, type FrameDevice, type LatchMemory } from "../../simulators/firmware/frame-device.ts";
import { createJointModel, type JointModel } from "../../simulators/firmware/joint-model.ts";
import type { JointBuild } from "../../simulators/firmware/plant.ts";

export const BRAKED: JointBuild = {
  leastRad: -2,
  mostRad: 2,
  mostRadPerS: 2,
  accelerationRadPerS2: 10,
  hasBrake: true,
  fall: null,
};
/** Falls to -1 when nothing holds it, and begins there. */
export const BARE: JointBuild = {
  ...BRAKED,
  hasBrake: false,
  fall: { restRad: -1, accelerationRadPerS2: 6, mostRadPerS: 3 },
};

export interface FrameBench {
  readonly device: FrameDevice;
  readonly plant: JointModel;
  readonly memory: LatchMemory;
  /** What came back since the last look, in words: `ack 2`, `nack 4: e-stop latched`, `error: …`. */
  heard(): string[];
  /** Bytes of a frame with the next sequence and a fresh echo, unless said otherwise. */
  frame(type: number, payload?: (out: Uint8Array) => number, header?: Partial<RoboosHeader>): Uint8Array;
  /** Sends it and lets the device take one tick. */
  say(type: number, payload?: (out: Uint8Array) => number, header?: Partial<RoboosHeader>): string[];
  run(ms: number): void;
  state(): WireState;
  arm(watchdogMs?: number, category?: StopCategory): void;
  setpoint(rad: readonly number[], radPerS?: readonly number[]): string[];
}

const none = (): number => 0;
export const bytes =
  (...payload: number[]) =>
  (out: Uint8Array): number => {
    out.set(payload, ROBOOS_PAYLOAD);
    return payload.length;
  };

export function frameBench(
  builds: readonly JointBuild[] = [BRAKED, BRAKED],
  memory: LatchMemory = { latch: 0, newest: 0 },
  estopCategory: 0 | 1 = 1,
): FrameBench {
  const plant = createJointModel(
    builds,
    builds.map(({ fall }) => fall?.restRad ?? 0),
  );
  const decoder = createRoboosDecoder();
  const words: string[] = [];
  let sequence = 0;
  let sentAtMs = 5000;
  let echoMs = 0;
  const state: WireState = {
    measuredAtMs: 0,
    seen: 0,
    mode: "disarmed",
    isMoving: false,
    latchId: 0,
    jointsRad: new Float64Array(builds.length),
    jointsRadPerS: new Float64Array(builds.length),
    effortNm: new Float64Array(builds.length),
    hasGripper: false,
    openingM: 0,
    forceN: 0,
  };
  const device = createFrameDevice({
    plant,
    memory,
    estopCategory,
    stopCategories: [0, 1, 2],
    bufferBytes: 512,
    leastWatchdogMs: 10,
    mostWatchdogMs: 1000,
    send: (sent) =>
      decoder.push(sent, (frame) => {
        echoMs = frame.sentAtMs;
        if (frame.type === T.capabilities) words.push("capabilities");
        if (frame.type === T.pulse) words.push("pulse");
        if (frame.type === T.state && !takeState(frame, state)) words.push("malformed state");
        if (frame.type === T.error) words.push(`error: ${ROBOOS_ERRORS[frame.bytes[frame.from]!]}`);
        if (frame.type !== T.ack && frame.type !== T.nack) return;
        const answer = takeAnswer(frame)!;
        words.push(frame.type === T.ack ? `ack ${answer.type}` : `nack ${answer.type}: ${answer.refusal}`);
      }),
  });
  const bench: FrameBench = {
    device,
    plant,
    memory,
    heard: () => words.splice(0),
    frame(type, payload = none, header = {}) {
      const out = new Uint8Array(ROBOOS_MOST_BYTES);
      sequence++;
      sentAtMs++;
      const whole = { type, session: 7, ttlMs: 50, sequence, sentAtMs, echoMs, ...header };
      return out.slice(0, sealRoboos(out, whole, payload(out)));
    },
    say(type, payload, header) {
      words.length = 0;
      device.receive(bench.frame(type, payload, header));
      device.advance(0.001);
      return bench.heard();
    },
    run(ms) {
      device.advance(ms / 1000);
    },
    state: () => state,
    arm(watchdogMs = 100, category = 1) {
      bench.say(T.hello, bytes(10, 0));
      bench.say(T.watchdog, (out) => putWatchdog(out, watchdogMs, category));
      bench.say(T.arm);
    },
    setpoint: (rad, radPerS = rad.map(() => 0)) =>
      bench.say(T.setpoint, (out) =>
        putSetpoint(out, {
          jointsRad: Float64Array.from(rad),
          jointsRadPerS: Float64Array.from(radPerS),
          hasGripper: false,
          openingM: 0,
          forceN: 0,
        }),
      ),
  };
  return bench;
}
