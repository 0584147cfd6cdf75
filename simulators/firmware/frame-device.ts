// Reference firmware of the RoboOS frame: the state table of docs/roboos-frame.md ("What the device does") line by line,
// behind an input buffer that is looked at every control tick. A test reads that table and holds this file to it.
import {
  isEmpty,
  type StopCategory,
  takeHello,
  takeRelease,
  takeStop,
  takeWatchdog,
  type WireCapabilities,
} from "../../drivers/codec/roboos-control.ts";
import { createRoboosDecoder, elapsedMs, type RoboosFrame } from "../../drivers/codec/roboos-frame.ts";
import { takeSetpoint, type WireSetpoint, type WireState } from "../../drivers/codec/roboos-motion.ts";
import { type RoboosMode, type RoboosRefusal, ROBOOS_TYPE as T } from "../../drivers/codec/roboos-types.ts";
import { createTicker, type Device, type Send } from "./device.ts";
import { createFrameArm } from "./frame-arm.ts";
import { createFrameReports } from "./frame-reports.ts";
import type { Plant } from "./plant.ts";

const TICK_MS = 1;
const PULSE_MS = 100;

/** What outlives power-off: the latch (0: none) and the number of the newest one. */
export interface LatchMemory {
  latch: number;
  newest: number;
}

export interface FrameDeviceOptions {
  readonly plant: Plant;
  readonly memory: LatchMemory;
  readonly send: Send;
  /** 0 removes power at once, 1 stops first; as the arm can (docs/roboos-frame.md, step 1). */
  readonly estopCategory: 0 | 1;
  readonly stopCategories: readonly StopCategory[];
  readonly bufferBytes: number;
  readonly leastWatchdogMs: number;
  readonly mostWatchdogMs: number;
}

export interface FrameDevice extends Device {
  readonly mode: () => RoboosMode;
  /** A fault: its clock leaps by so much, and everything that is measured by it. */
  jumpClock(byMs: number): void;
}

export function createFrameDevice(options: FrameDeviceOptions): FrameDevice {
  const { plant, memory, stopCategories } = options;
  const n = plant.builds.length;
  const reports = createFrameReports(options.send);
  const decoder = createRoboosDecoder();
  const arm = createFrameArm(plant);
  const input = new Uint8Array(options.bufferBytes);
  const zeros = new Float64Array(n);
  const setpoint: WireSetpoint = {
    jointsRad: new Float64Array(n),
    jointsRadPerS: new Float64Array(n),
    hasGripper: false,
    openingM: 0,
    forceN: 0,
  };
  let held = 0;
  let uptimeMs = 0;
  let clockMs = 0;
  let mode: RoboosMode = memory.latch === 0 ? "disarmed" : "latched";
  let session: number | null = null;
  let last = 0;
  let hostMs = 0;
  let watchdog: { readonly timeoutMs: number; readonly category: StopCategory } | null = null;
  let fedAtMs = 0;
  let ends: "disarmed" | "held" = "disarmed";
  let periodMs = PULSE_MS;
  let reportedAtMs = 0;

  const capabilities = (): WireCapabilities => ({
    name: "RoboOS reference",
    firmware: 1,
    hasGripper: false,
    stopCategories,
    hasBrakes: plant.builds.every(({ hasBrake }) => hasBrake),
    measuresEffort: false,
    isHomed: true,
    windowBytes: options.bufferBytes,
    statePeriodMs: periodMs,
    leastWatchdogMs: options.leastWatchdogMs,
    mostWatchdogMs: options.mostWatchdogMs,
    joints: plant.builds.map(({ leastRad, mostRad, mostRadPerS }) => ({ leastRad, mostRad, mostRadPerS })),
  });

  /** Begins a stop, or makes the one under way harder; without power there is none to keep. */
  function stop(category: StopCategory): void {
    const keeps = category === 2 && arm.isPowered() && (mode !== "stopping" || ends === "held");
    ends = keeps ? "held" : "disarmed";
    mode = "stopping";
    arm.stop(category, uptimeMs);
  }

  function latch(): void {
    arm.stop(options.estopCategory, uptimeMs);
    mode = "latched";
    // Zero says none, also when the numbers wrap.
    memory.newest = memory.newest === 0xffffffff ? 1 : memory.newest + 1;
    memory.latch = memory.newest;
  }

  function disarm(): void {
    if (mode === "latched" || mode === "faulted") return;
    if (mode === "stopping" || arm.isMoving() || arm.wouldFall()) stop(1);
    else {
      arm.off(uptimeMs);
      mode = "disarmed";
    }
  }

  function hello(frame: RoboosFrame): RoboosRefusal {
    const wanted = takeHello(frame);
    if (wanted === null || wanted.periodMs < 1 || wanted.periodMs > 1000) return "malformed payload";
    session = frame.session;
    last = frame.sequence;
    hostMs = frame.sentAtMs;
    watchdog = null;
    periodMs = wanted.periodMs;
    disarm();
    reports.at(clockMs, hostMs, session);
    reports.capabilities(capabilities());
    reportedAtMs = uptimeMs - periodMs;
    return "none";
  }

  /** Of a frame that is of this session, newer and fresh: `null` when nothing is answered. */
  function obey(frame: RoboosFrame): RoboosRefusal | null {
    const closed = mode === "latched" ? "e-stop latched" : "not in this mode";
    const isReady = mode === "disarmed" || mode === "armed" || mode === "held";
    switch (frame.type) {
      case T.heartbeat:
        return isEmpty(frame) ? null : "malformed payload";
      case T.watchdog: {
        if (!isReady) return closed;
        const wanted = takeWatchdog(frame);
        if (wanted === null) return "malformed payload";
        if (!stopCategories.includes(wanted.category)) return "not supported";
        const { leastWatchdogMs, mostWatchdogMs } = options;
        if (wanted.timeoutMs < leastWatchdogMs || wanted.timeoutMs > mostWatchdogMs) return "outside of the range";
        watchdog = wanted;
        return "none";
      }
      case T.arm:
        if (!isReady) return closed;
        if (!isEmpty(frame)) return "malformed payload";
        if (mode === "armed") return "none";
        if (watchdog === null) return "no watchdog set";
        arm.hold(uptimeMs);
        mode = "armed";
        return "none";
      case T.setpoint: {
        if (mode !== "armed") return closed;
        if (frame.count > 0 && frame.bytes[frame.from] !== n) return "wrong count of joints";
        if (!takeSetpoint(frame, setpoint)) return "malformed payload";
        if (setpoint.hasGripper) return "not supported";
        const refusal = arm.refusalOf(setpoint, uptimeMs, watchdog?.timeoutMs ?? 0);
        if (refusal !== "none") return refusal;
        arm.follow(setpoint, uptimeMs);
        return null;
      }
      case T.release: {
        if (mode !== "latched") return closed;
        const wanted = takeRelease(frame);
        if (wanted === null) return "malformed payload";
        if (wanted.latchId !== memory.latch) return "wrong latch";
        memory.latch = 0;
        // A stop that the e-stop began may still be under way; it ends as any other.
        ends = "disarmed";
        mode = arm.isPowered() || arm.isMoving() ? "stopping" : "disarmed";
        return "none";
      }
      default:
        return "unknown type";
    }
  }

  function judge(frame: RoboosFrame): RoboosRefusal | null {
    if (frame.type === T.latch) {
      latch();
      return "none";
    }
    if (frame.type === T.stop) {
      if (mode !== "latched" && mode !== "faulted") stop(takeStop(frame));
      return "none";
    }
    if (frame.type === T.hello) {
      const refusal = hello(frame);
      return refusal === "none" ? null : refusal;
    }
    if (frame.session !== session) return "another session";
    if (frame.sequence <= last) return "sequence not newer";
    last = frame.sequence;
    if (elapsedMs(hostMs, frame.sentAtMs) > 0) hostMs = frame.sentAtMs;
    if (frame.type === T.disarm) {
      disarm();
      return "none";
    }
    const ageMs = elapsedMs(frame.echoMs, clockMs);
    if (frame.ttlMs === 0 || ageMs < 0 || ageMs > frame.ttlMs) return "echo older than the time to live";
    fedAtMs = clockMs;
    return obey(frame);
  }

  const take = (frame: RoboosFrame): void => {
    const refusal = judge(frame);
    reports.at(clockMs, hostMs, session ?? 0);
    if (refusal !== null) reports.answer(frame, refusal);
  };

  function watch(): void {
    const silentMs = (clockMs - fedAtMs) >>> 0;
    if (mode === "armed" && (watchdog === null || silentMs > watchdog.timeoutMs)) {
      reports.error("watchdog tripped", 0, silentMs | 0);
      stop(watchdog?.category ?? 1);
    }
    const broken = mode === "faulted" || mode === "latched" ? null : arm.broken(uptimeMs);
    if (broken !== null) {
      reports.error(broken.error, broken.joint + 1, broken.detail);
      arm.stop(1, uptimeMs);
      mode = "faulted";
    }
    const hasSettled = arm.isPowered() && (mode === "armed" || mode === "held") ? false : arm.settle(uptimeMs);
    if (mode === "stopping" && hasSettled) mode = ends;
  }

  const state = (): WireState => ({
    measuredAtMs: clockMs,
    seen: last,
    mode,
    isMoving: arm.isMoving(),
    latchId: memory.latch,
    jointsRad: Float64Array.from(plant.measuredRad),
    jointsRadPerS: Float64Array.from(plant.measuredRadPerS),
    effortNm: zeros.map(() => Number.NaN),
    hasGripper: false,
    openingM: 0,
    forceN: 0,
  });

  const tick = (): void => {
    uptimeMs += TICK_MS;
    clockMs = (clockMs + TICK_MS) >>> 0;
    reports.at(clockMs, hostMs, session ?? 0);
    plant.advance(TICK_MS / 1000);
    const size = held;
    held = 0;
    if (size > 0) decoder.push(input.subarray(0, size), take);
    watch();
    if (uptimeMs - reportedAtMs < periodMs) return;
    reportedAtMs = uptimeMs;
    if (session === null) reports.pulse({ seen: 0, latchId: memory.latch, mode });
    else reports.state(state());
  };

  return {
    mode: () => mode,
    receive(bytes) {
      if (held + bytes.length > input.length) {
        held = 0;
        decoder.clear();
        reports.at(clockMs, hostMs, session ?? 0);
        reports.error("input buffer overran", 0, bytes.length);
        return;
      }
      input.set(bytes, held);
      held += bytes.length;
    },
    advance: createTicker(TICK_MS / 1000, tick),
    jumpClock(byMs) {
      clockMs = (clockMs + byMs) >>> 0;
    },
    reboot() {
      arm.off(uptimeMs);
      decoder.clear();
      held = 0;
      clockMs = 0;
      session = null;
      last = 0;
      hostMs = 0;
      watchdog = null;
      periodMs = PULSE_MS;
      mode = memory.latch === 0 ? "disarmed" : "latched";
      reports.restart();
    },
  };
}
