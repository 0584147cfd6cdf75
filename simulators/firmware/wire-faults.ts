// A host and a device on one line, and a schedule of what goes wrong between and behind them. Everything comes from the
// schedule and one seed, so a scenario that failed fails again.
import { createTicker, type Device, type Send } from "./device.ts";
import type { JointFault, PlantFaults } from "./plant.ts";
import { createWire, QUIET, type WireNoise } from "./wire.ts";

export type Fault =
  | { readonly kind: "noise"; readonly direction: Direction; readonly forS: number; readonly noise: WireNoise }
  /** The port is gone: writes fail, bytes under way are lost. */
  | { readonly kind: "unplug"; readonly forS: number }
  /** One direction is dead and nobody is told: what is written vanishes. */
  | { readonly kind: "half-open"; readonly direction: Direction; readonly forS: number }
  | { readonly kind: "reboot" }
  | { readonly kind: "joint"; readonly joint: number; readonly fault: JointFault; readonly forS: number }
  | { readonly kind: "wrong-homing"; readonly joint: number; readonly rad: number }
  | { readonly kind: "clock-jump"; readonly byMs: number };
type Direction = "to-device" | "to-host" | "both";

export interface ScheduledFault {
  readonly atS: number;
  readonly fault: Fault;
}

/** What of a device faults can reach; a device without a clock of its own has none to jump. */
export interface FaultyDevice {
  readonly device: Device;
  readonly joints: PlantFaults;
  jumpClock?(byMs: number): void;
}

export interface FaultyLineOptions {
  readonly baud: number;
  readonly random: () => number;
  readonly schedule: readonly ScheduledFault[];
  /** Makes the device, which sends through this. */
  readonly make: (send: Send) => FaultyDevice;
  readonly toHost: Send;
  /** Sees what arrives at the device: judges go by this. */
  readonly atDevice?: (bytes: Uint8Array, nowS: number) => void;
}

export interface FaultyLine {
  /** The host's end; false: the port is gone and nothing was written. */
  write(bytes: Uint8Array): boolean;
  readonly isPlugged: () => boolean;
  readonly nowS: () => number;
  advance(dtS: number): void;
}

/** Bytes come no finer than this. */
const TICK_S = 0.0005;

export function createFaultyLine(options: FaultyLineOptions): FaultyLine {
  const { baud, random } = options;
  const pending = [...options.schedule].sort((a, b) => a.atS - b.atS);
  /** What ends a fault, in no order. */
  const endings: { readonly atS: number; readonly end: () => void }[] = [];
  let ticks = 0;
  let unplugged = 0;
  const dead = { "to-device": 0, "to-host": 0 };

  const nowS = (): number => ticks * TICK_S;
  // A device may speak as soon as it has power.
  const toHost = createWire(baud, random, options.toHost);
  const { device, joints, jumpClock } = options.make((bytes) => {
    if (unplugged === 0 && dead["to-host"] === 0) toHost.write(bytes);
  });
  const toDevice = createWire(baud, random, (bytes) => {
    options.atDevice?.(bytes, nowS());
    device.receive(bytes);
  });
  const sides = (direction: Direction): ("to-device" | "to-host")[] =>
    direction === "both" ? ["to-device", "to-host"] : [direction];
  const wireOf = { "to-device": toDevice, "to-host": toHost };
  const until = (forS: number, end: () => void): void => {
    endings.push({ atS: nowS() + forS, end });
  };

  function begin(fault: Fault): void {
    switch (fault.kind) {
      case "noise":
        for (const side of sides(fault.direction)) {
          wireOf[side].noise(fault.noise);
          until(fault.forS, () => wireOf[side].noise(QUIET));
        }
        return;
      case "unplug":
        unplugged++;
        toDevice.cut();
        toHost.cut();
        until(fault.forS, () => unplugged--);
        return;
      case "half-open":
        for (const side of sides(fault.direction)) {
          dead[side]++;
          wireOf[side].cut();
          until(fault.forS, () => dead[side]--);
        }
        return;
      case "reboot":
        device.reboot();
        return;
      case "joint":
        joints.set(fault.joint, fault.fault);
        until(fault.forS, () => joints.set(fault.joint, null));
        return;
      case "wrong-homing":
        joints.offset(fault.joint, fault.rad);
        return;
      case "clock-jump":
        jumpClock?.(fault.byMs);
    }
  }

  const tick = (): void => {
    ticks++;
    while (pending.length > 0 && pending[0]!.atS <= nowS()) begin(pending.shift()!.fault);
    for (let i = endings.length - 1; i >= 0; i--) if (endings[i]!.atS <= nowS()) endings.splice(i, 1)[0]!.end();
    toDevice.advance(nowS());
    device.advance(TICK_S);
    toHost.advance(nowS());
  };

  return {
    write(bytes) {
      if (unplugged > 0) return false;
      if (dead["to-device"] === 0) toDevice.write(bytes);
      return true;
    },
    isPlugged: () => unplugged === 0,
    nowS,
    advance: createTicker(TICK_S, tick),
  };
}
