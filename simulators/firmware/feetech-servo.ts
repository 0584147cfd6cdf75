// One STS3215 behind its register map: what a write does, what is kept without power, what the drive makes of the goal,
// and when it protects itself. It has no watchdog: whatever it was told last, it goes on doing. Where the manual is silent
// the servo behaves in the way that is worse for a driver.
// Source: Feetech, STS memory table; 34 to 36 also as huggingface/lerobot, motors/feetech/tables.py, names them.
import {
  FEETECH_MIDDLE,
  FEETECH_TORQUE,
  type FeetechRegister,
  feetechCount,
  feetechSpeedPerCount,
  putFeetechCount,
  STS3215 as R,
} from "../../drivers/codec/feetech-table.ts";
import type { Plant } from "./plant.ts";

const REGISTERS = 128;
const EEPROM_BYTES = 40;
const STEP_RAD = (2 * Math.PI) / 4096;
const STEPS_A_TURN = 4096;
const AMBIENT_DEG_C = 25;
/** source: estimated: a stalled servo is hot after about a minute. */
const HEATING_DEG_C = 100;
const HEATING_S = 90;
/** Of full torque, counts of 6.5 mA: 2.7 A of stall current at 12 V. */
const STALL_CURRENT = 415;
const PROTECTION_TIME = 35;
const OVERLOAD_TORQUE = 36;
const MIDDLE_CALIBRATION = 128;
const FAULT = { voltage: 0x01, temperature: 0x04, current: 0x08, overload: 0x20 } as const;

/** As they leave the factory, by address. */
const FACTORY: readonly (readonly [address: number, value: number])[] = [
  [0, 3],
  [1, 10],
  [R.model.address, 777 & 0xff],
  [R.model.address + 1, 777 >>> 8],
  [R.replyLevel.address, 1],
  [R.mostPosition.address, 4095 & 0xff],
  [R.mostPosition.address + 1, 4095 >>> 8],
  [R.mostTemperature.address, 70],
  [R.mostVoltage.address, 140],
  [R.leastVoltage.address, 40],
  [R.mostTorque.address, 1000 & 0xff],
  [R.mostTorque.address + 1, 1000 >>> 8],
  [R.phase.address, 12],
  [R.unloadConditions.address, FAULT.temperature | FAULT.current | FAULT.overload],
  [R.gainP.address, 32],
  [R.gainD.address, 32],
  [R.mostCurrent.address, 500 & 0xff],
  [R.mostCurrent.address + 1, 500 >>> 8],
  [34, 20],
  [PROTECTION_TIME, 200],
  [OVERLOAD_TORQUE, 80],
];

export interface FeetechServo {
  readonly id: () => number;
  readonly answersWrites: () => boolean;
  readonly returnDelayS: () => number;
  /** Error bits, as every reply bears them. */
  readonly faults: () => number;
  read(address: number, count: number): Uint8Array;
  write(address: number, data: Uint8Array): void;
  /** Keeps a write until `action`. */
  register(address: number, data: Uint8Array): void;
  action(): void;
  /** Factory values; the id stays. */
  reset(): void;
  reboot(): void;
  supply(volts: number): void;
  /** After the plant has moved. */
  tick(dtS: number): void;
}

export function createFeetechServo(plant: Plant, joint: number, factoryId: number): FeetechServo {
  const eeprom = new Uint8Array(EEPROM_BYTES);
  const registers = new Uint8Array(REGISTERS);
  let pending: { readonly address: number; readonly data: Uint8Array } | null = null;
  let supplyV = 12;
  let temperatureC = AMBIENT_DEG_C;
  let overloadedS = 0;
  let isOverloaded = false;

  const get = (register: FeetechRegister): number => feetechCount(register, registers, register.address);
  const put = (register: FeetechRegister, count: number): void =>
    putFeetechCount(register, registers, register.address, count);
  const rawCount = (): number => Math.round(plant.measuredRad[joint]! / STEP_RAD) + FEETECH_MIDDLE;

  function boot(): void {
    registers.fill(0);
    registers.set(eeprom);
    put(R.lock, 1);
    put(R.torqueLimit, get(R.mostTorque));
    pending = null;
    isOverloaded = false;
    overloadedS = 0;
    drive();
  }

  function restore(): void {
    const id = eeprom[R.id.address]!;
    eeprom.fill(0);
    for (const [address, value] of FACTORY) eeprom[address] = value;
    eeprom[R.id.address] = id === 0 ? factoryId : id;
  }

  function faults(): number {
    const volts = supplyV * 10;
    const isVoltageOff = volts < get(R.leastVoltage) || volts > get(R.mostVoltage);
    const current = Math.abs(plant.load[joint]!) * STALL_CURRENT;
    return (
      (isVoltageOff ? FAULT.voltage : 0) |
      (temperatureC > get(R.mostTemperature) ? FAULT.temperature : 0) |
      (current > get(R.mostCurrent) ? FAULT.current : 0) |
      (isOverloaded ? FAULT.overload : 0)
    );
  }

  /** What the motor does from here on: towards the goal, however old that is, or nothing. */
  function drive(): void {
    const mustUnload = (faults() & get(R.unloadConditions)) !== 0;
    const limit = get(R.torqueLimit) / 1000;
    if (get(R.torqueEnable) !== FEETECH_TORQUE.on || mustUnload || limit === 0) {
      plant.off(joint);
      return;
    }
    const { mostRadPerS, accelerationRadPerS2 } = plant.builds[joint]!;
    const goal = Math.min(get(R.mostPosition), Math.max(get(R.leastPosition), get(R.goalPosition)));
    const targetRad = (goal + get(R.homingOffset) - FEETECH_MIDDLE) * STEP_RAD;
    const speed = Math.abs(get(R.goalSpeed)) * feetechSpeedPerCount(get(R.phase));
    const acceleration = get(R.acceleration) * R.acceleration.perCount;
    // Zero says as much as it can.
    plant.follow(
      joint,
      targetRad,
      0,
      speed || mostRadPerS,
      Math.min(limit, 1) * (acceleration || accelerationRadPerS2),
    );
  }

  function measure(): void {
    const load = Math.round(plant.load[joint]! * 1000);
    const most = get(R.torqueLimit);
    const position = rawCount() - get(R.homingOffset);
    put(R.presentPosition, ((position % STEPS_A_TURN) + STEPS_A_TURN) % STEPS_A_TURN);
    const speed = Math.round(plant.measuredRadPerS[joint]! / STEP_RAD);
    put(R.presentSpeed, speed);
    put(R.presentLoad, Math.min(most, Math.max(-most, load)));
    put(R.presentVoltage, Math.round(supplyV * 10));
    put(R.presentTemperature, Math.round(temperatureC));
    put(R.isWritePending, pending === null ? 0 : 1);
    put(R.status, faults());
    put(R.isMoving, speed === 0 ? 0 : 1);
    put(R.presentCurrent, Math.round(plant.load[joint]! * STALL_CURRENT));
  }

  function write(address: number, data: Uint8Array): void {
    const isUnlocked = get(R.lock) === 0;
    for (let i = 0; i < data.length; i++) {
      const at = address + i;
      const isReadOnly = at < R.id.address || at >= R.presentPosition.address;
      if (isReadOnly) continue;
      registers[at] = data[i]!;
      if (at < EEPROM_BYTES && isUnlocked) eeprom[at] = data[i]!;
    }
    if (address <= R.torqueEnable.address && address + data.length > R.torqueEnable.address) {
      isOverloaded = false;
      overloadedS = 0;
      if (get(R.torqueEnable) === MIDDLE_CALIBRATION) calibrate(isUnlocked);
    }
    drive();
  }

  /** Where it stands becomes the middle of its range. */
  function calibrate(isUnlocked: boolean): void {
    put(R.torqueEnable, 0);
    put(R.homingOffset, Math.max(-2047, Math.min(2047, rawCount() - FEETECH_MIDDLE)));
    const { address, bytes } = R.homingOffset;
    if (isUnlocked) eeprom.set(registers.subarray(address, address + bytes), address);
  }

  restore();
  boot();
  return {
    id: () => get(R.id),
    answersWrites: () => get(R.replyLevel) !== 0,
    returnDelayS: () => get(R.returnDelay) * R.returnDelay.perCount,
    faults,
    read(address, count) {
      measure();
      const data = new Uint8Array(count);
      data.set(registers.subarray(address, address + count));
      return data;
    },
    write,
    register(address, data) {
      pending = { address, data: data.slice() };
    },
    action() {
      const kept = pending;
      pending = null;
      if (kept !== null) write(kept.address, kept.data);
    },
    reset() {
      restore();
      boot();
    },
    reboot: boot,
    supply(volts) {
      supplyV = volts;
      drive();
    },
    tick(dtS) {
      const load = Math.min(Math.abs(plant.load[joint]!), get(R.torqueLimit) / 1000);
      const before = faults();
      temperatureC += ((AMBIENT_DEG_C + HEATING_DEG_C * load * load - temperatureC) * dtS) / HEATING_S;
      overloadedS = load * 100 > registers[OVERLOAD_TORQUE]! ? overloadedS + dtS : 0;
      if (overloadedS > registers[PROTECTION_TIME]! * 0.01) isOverloaded = true;
      if (faults() !== before) drive();
    },
  };
}
