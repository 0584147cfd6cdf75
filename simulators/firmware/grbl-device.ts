// A board with Grbl 1.1h as a host meets it: realtime bytes at once, lines one after another and blocked while the planner
// is full or a hold lasts, alarms that take half a second, and moves that go on when the host is gone. What it reports is
// the steps it has sent, never where the arm is. Not here: overrides, limit switches, probing, startup lines.
// Source: Grbl 1.1, protocol.c (protocol_exec_rt_system), motion_control.c (mc_reset), report.c, main.c.
import { GRBL_REALTIME as B, isGrblRealtime } from "../../drivers/codec/grbl-realtime.ts";
import { createTicker, type Device, type Send } from "./device.ts";
import { createGrblCommands, type GrblMachine, type GrblState } from "./grbl-commands.ts";
import { freshModes } from "./grbl-gcode.ts";
import { createGrblLines } from "./grbl-line.ts";
import { createGrblPlanner, GRBL_BLOCKS } from "./grbl-planner.ts";
import { boundsOf, createGrblReporter, type GrblSettings, settingOf } from "./grbl-settings.ts";
import type { Plant } from "./plant.ts";

const TICK_S = 0.001;
/** report_alarm_message in report.c: nothing else happens meanwhile, and what comes is thrown away after it. */
const ALARM_S = 0.5;
/** source: estimated: so long a motor runs on when its steps end in mid-motion. */
const SLIP_S = 0.01;

export interface GrblDeviceOptions {
  readonly plant: Plant;
  readonly settings: GrblSettings;
  readonly send: Send;
  /** What one of an axis' units is in the plant's radians: π/180 where Grbl counts degrees. */
  readonly radPerUnit: number;
  /** Where the switches are, machine units; `$H` goes there. */
  readonly home: readonly number[];
}

export interface GrblDevice extends Device {
  readonly state: () => GrblState;
  /** Bytes that overflowed. */
  readonly lost: () => number;
  /** A fault: at the next homing it takes its place for `units` less than it is. */
  missHome(axis: number, units: number): void;
}

export function createGrblDevice(options: GrblDeviceOptions): GrblDevice {
  const { plant, settings, radPerUnit } = options;
  const n = plant.builds.length;
  const lines = createGrblLines();
  const reporter = createGrblReporter(settings);
  const planner = createGrblPlanner(
    () => boundsOf(settings, n),
    () => settingOf(settings, 11),
    n,
  );
  const moved = new Float64Array(n);
  const missed = new Float64Array(n);
  const m: GrblMachine = {
    state: "Alarm",
    isHeld: false,
    wait: null,
    modes: freshModes(n),
    parsed: new Float64Array(n),
  };
  let cancelsJog = false;
  let isAsked = false;
  /** An alarm is being said; behind a critical one comes the wait for a reset, else the start. */
  let alarm: { leftS: number; readonly isCritical: boolean } | null = null;
  let isCritical = false;
  let isLimited = false;

  const say = (text: string): void => options.send(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  const answer = (code: number): void => say(code === 0 ? "ok\r\n" : `error:${code}\r\n`);
  const isSuspended = (): boolean => m.state === "Hold" || m.state === "Door" || m.state === "Sleep" || cancelsJog;
  const isMoving = (): boolean => m.state === "Run" || m.state === "Jog" || (isSuspended() && !m.isHeld);

  function boot(): void {
    lines.clear();
    m.modes = freshModes(n);
    planner.reset();
    m.parsed.set(planner.position);
    reporter.restart();
    m.isHeld = false;
    m.wait = null;
    cancelsJog = false;
    isCritical = false;
    isLimited = false;
    isAsked = false;
    say("\r\nGrbl 1.1h ['$' for help]\r\n");
    m.state = m.state === "Alarm" || m.state === "Sleep" ? "Alarm" : "Idle";
    if (m.state === "Alarm") say("[MSG:'$H'|'$X' to unlock]\r\n");
  }

  function raise(code: number): void {
    m.state = "Alarm";
    isCritical = code === 2;
    alarm = { leftS: ALARM_S, isCritical };
    say(`ALARM:${code}\r\n`);
  }

  /** mc_reset: whoever moves loses steps. */
  function reset(): void {
    if (alarm !== null) return;
    const code = m.state === "Home" ? 6 : isMoving() ? 3 : 0;
    const lost = planner.reset();
    for (let i = 0; i < n; i++) if (lost[i] !== 0) plant.step(i, lost[i]! * SLIP_S * radPerUnit);
    if (code === 0) restart();
    else raise(code);
  }

  /** The line that waited is answered although it was not carried out: mc_line returns, and its caller says ok. */
  function restart(): void {
    if (m.wait !== null) answer(0);
    boot();
  }

  function report(): void {
    isAsked = false;
    const sub = m.state === "Hold" ? (m.isHeld ? ":0" : ":1") : m.state === "Door" ? (m.isHeld ? ":0" : ":2") : "";
    say(
      reporter.write({
        state: m.state + sub,
        isBusy: ["Run", "Jog", "Hold", "Door", "Home"].includes(m.state),
        position: planner.position,
        freeBlocks: GRBL_BLOCKS - planner.waiting(),
        freeBytes: lines.free(),
        feedPerMin: planner.speed() * 60,
        spindleSpeed: m.modes.spindle === "M5" ? 0 : m.modes.spindleSpeed,
        offset: m.modes.offset,
      }),
    );
  }

  function suspend(as: "Hold" | "Door"): void {
    if (m.state === "Alarm" || m.state === "Check" || m.state === "Home" || m.state === "Sleep") return;
    if (as === "Door") say("[MSG:Check Door]\r\n");
    if (m.state === "Idle") m.isHeld = true;
    else if (m.state === "Run" || m.state === "Jog") {
      m.isHeld = false;
      planner.hold();
      cancelsJog = m.state === "Jog";
    }
    const stays = (m.state === "Jog" || m.state === "Door") && as === "Hold";
    if (!stays) m.state = as;
  }

  function resume(): void {
    if ((m.state !== "Hold" && m.state !== "Door") || !m.isHeld) return;
    m.isHeld = false;
    m.state = "Idle";
    planner.resume();
    start();
    pump();
  }

  const start = (): void => {
    if (m.state === "Idle" && planner.waiting() > 0) m.state = "Run";
  };

  /** limits_soft_check: holds first when it runs, then stops everything until a reset. */
  function softLimit(): void {
    if (m.state !== "Run") {
      raise(2);
      return;
    }
    isLimited = true;
    suspend("Hold");
  }

  /** A byte that is taken out of the stream. */
  function realtime(byte: number): void {
    if (byte === B.reset) reset();
    if (isCritical || alarm !== null) return;
    if (byte === B.status) {
      isAsked = true;
      if (m.state !== "Home") report();
    } else if (byte === B.hold) suspend("Hold");
    else if (byte === B.resume) resume();
    else if (byte === B.door) suspend("Door");
    else if (byte === B.jogCancel && m.state === "Jog") suspend("Hold");
  }

  const commands = createGrblCommands({
    machine: m,
    planner,
    settings,
    builds: plant.builds,
    radPerUnit,
    say,
    answer,
    start,
    hold: () => suspend("Hold"),
    softLimit,
    boot,
  });

  /** Lines, as long as nothing holds them up; the last one in the buffer starts what is queued. */
  function pump(): void {
    while (m.wait === null && alarm === null && !isCritical && !isSuspended()) {
      const line = lines.next();
      if (line === null) {
        start();
        return;
      }
      const code = line === "overlong" ? 11 : commands.carryOut(line.text);
      if (code !== null) answer(code);
    }
  }

  /** Motion has ended: all of it, or what a hold left of it. */
  function rest(): void {
    if (isLimited) raise(2);
    else if (cancelsJog) {
      cancelsJog = false;
      planner.reset();
      m.parsed.set(planner.position);
      if (m.state === "Jog") m.state = "Idle";
      else m.isHeld = true;
    } else if (m.state === "Run" || m.state === "Jog") m.state = "Idle";
    else m.isHeld = true;
  }

  /** Towards the switches at the seek rate, each axis by itself; true when all are there. */
  function home(): boolean {
    const step = (settingOf(settings, 25) / 60) * TICK_S;
    let isThere = true;
    for (let i = 0; i < n; i++) {
      const left = options.home[i]! + missed[i]! - plant.trueRad[i]! / radPerUnit;
      moved[i] = Math.sign(left) * Math.min(step, Math.abs(left));
      if (Math.abs(left) > step) isThere = false;
    }
    return isThere;
  }

  function goOn(): void {
    const { wait } = m;
    if (wait?.kind === "room" && !planner.isFull() && !isSuspended()) {
      m.wait = null;
      commands.queue(wait.move, wait.isJog);
      answer(0);
    } else if (wait?.kind === "sync" && m.state === "Idle") wait.finish();
    else if (wait?.kind === "dwell" && !isSuspended()) {
      wait.leftS -= TICK_S;
      if (wait.leftS > 0) return;
      m.wait = null;
      answer(0);
    } else if (wait?.kind === "home" && home()) {
      planner.position.set(options.home);
      planner.reset();
      m.parsed.set(planner.position);
      m.state = "Idle";
      m.wait = null;
      answer(0);
      if (isAsked) report();
    }
    pump();
  }

  const tick = (): void => {
    if (alarm !== null) {
      alarm.leftS -= TICK_S;
      if (alarm.leftS <= 0) {
        alarm = null;
        if (isCritical) say("[MSG:Reset to continue]\r\n");
        else restart();
      }
    } else {
      moved.fill(0);
      if (isMoving() && planner.run(TICK_S, moved) === "still") rest();
      goOn();
      for (let i = 0; i < n; i++) plant.step(i, moved[i]! * radPerUnit);
    }
    plant.advance(TICK_S);
  };

  /** Power comes on: it takes the place where it stands for zero. */
  const power = (): void => {
    planner.reset();
    planner.position.fill(0);
    m.state = settingOf(settings, 22) === 0 ? "Idle" : "Alarm";
    m.wait = null;
    alarm = null;
    boot();
  };
  power();

  return {
    state: () => m.state,
    lost: lines.lost,
    receive(bytes) {
      for (const byte of bytes) {
        if (isGrblRealtime(byte)) realtime(byte);
        else {
          lines.put(byte);
          pump();
        }
      }
    },
    advance: createTicker(TICK_S, tick),
    missHome(axis, units) {
      missed[axis] = units;
    },
    reboot: power,
  };
}
