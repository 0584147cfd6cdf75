// A bus of Feetech servos as a host meets it: one line for both directions, replies one after another, nobody answers a
// broadcast but a sync read, and whoever talks while a servo answers loses the answer.
// Source: Feetech, Communication Protocol User Manual, 1.1 to 1.3.
import { feetechReply, FEETECH_INSTRUCTION as I } from "../../drivers/codec/feetech-instructions.ts";
import {
  createFeetechDecoder,
  FEETECH_BROADCAST,
  FEETECH_MOST_BYTES,
  type FeetechPacket,
} from "../../drivers/codec/feetech-packet.ts";
import { createTicker, type Device, type Send } from "./device.ts";
import { createFeetechServo, type FeetechServo } from "./feetech-servo.ts";
import type { Plant } from "./plant.ts";

const TICK_S = 0.001;
/** Silence after which what is incomplete is no packet any more. */
const SILENT_TICKS = 2;
const BITS_A_BYTE = 10;

export interface FeetechDeviceOptions {
  /** Servo `ids[i]` turns joint i. */
  readonly plant: Plant;
  readonly ids: readonly number[];
  readonly send: Send;
  /** At which it spaces its own replies; `Infinity` behind a line that gives bytes their time (`wire.ts`). */
  readonly baud: number;
  /** Whether the adapter hears itself: what the host sends comes back before any answer. */
  readonly echoes: boolean;
  /** From the end of an instruction to its reply, beside the servo's own return delay. */
  readonly replyDelayS: number;
}

export interface FeetechDevice extends Device {
  /** Replies that were lost because the host talked into them. */
  readonly collisions: () => number;
  supply(volts: number): void;
}

export function createFeetechDevice(options: FeetechDeviceOptions): FeetechDevice {
  const { plant, send } = options;
  const servos = options.ids.map((id, joint) => createFeetechServo(plant, joint, id));
  const decoder = createFeetechDecoder();
  const out = new Uint8Array(FEETECH_MOST_BYTES);
  const replies: { readonly atS: number; readonly bytes: Uint8Array }[] = [];
  let nowS = 0;
  let silentTicks = 0;
  let collisions = 0;

  /** Behind the replies that wait already. */
  function reply(servo: FeetechServo, data: Uint8Array): void {
    const bytes = out.slice(0, feetechReply(out, servo.id(), servo.faults(), data));
    const fromS = replies.at(-1)?.atS ?? nowS;
    const lineS = (bytes.length * BITS_A_BYTE) / options.baud;
    replies.push({ atS: fromS + options.replyDelayS + servo.returnDelayS() + lineS, bytes });
  }

  const confirm = (servo: FeetechServo, isAddressed: boolean): void => {
    if (isAddressed && servo.answersWrites()) reply(servo, new Uint8Array(0));
  };

  function obey(servo: FeetechServo, code: number, data: Uint8Array, isAddressed: boolean): void {
    switch (code) {
      case I.ping:
        if (isAddressed) reply(servo, new Uint8Array(0));
        return;
      case I.read:
        if (isAddressed && data.length === 2) reply(servo, servo.read(data[0]!, data[1]!));
        return;
      case I.write:
      case I.regWrite:
        if (data.length < 2) return;
        if (code === I.write) servo.write(data[0]!, data.subarray(1));
        else servo.register(data[0]!, data.subarray(1));
        confirm(servo, isAddressed);
        return;
      case I.action:
        servo.action();
        confirm(servo, isAddressed);
        return;
      case I.reset:
      case I.reboot:
        confirm(servo, isAddressed);
        if (code === I.reset) servo.reset();
        else servo.reboot();
    }
  }

  function syncRead(data: Uint8Array): void {
    const [address, count, ...ids] = data;
    if (address === undefined || count === undefined) return;
    for (const id of ids) {
      const servo = servos.find((one) => one.id() === id);
      if (servo !== undefined) reply(servo, servo.read(address, count));
    }
  }

  function syncWrite(data: Uint8Array): void {
    const [address, width] = data;
    if (address === undefined || width === undefined || width === 0) return;
    for (let at = 2; at + width < data.length; at += 1 + width) {
      const servo = servos.find((one) => one.id() === data[at]);
      servo?.write(address, data.subarray(at + 1, at + 1 + width));
    }
  }

  const take = ({ id, code, bytes, from, count }: FeetechPacket): void => {
    if (replies.length > 0) {
      collisions += replies.length;
      replies.length = 0;
    }
    const data = bytes.slice(from, from + count);
    if (id === FEETECH_BROADCAST && code === I.syncRead) syncRead(data);
    else if (id === FEETECH_BROADCAST && code === I.syncWrite) syncWrite(data);
    else
      for (const servo of servos.filter((one) => id === FEETECH_BROADCAST || one.id() === id)) {
        obey(servo, code, data, id !== FEETECH_BROADCAST);
      }
  };

  const tick = createTicker(TICK_S, () => {
    plant.advance(TICK_S);
    for (const servo of servos) servo.tick(TICK_S);
    silentTicks++;
    if (silentTicks === SILENT_TICKS) decoder.settle(take);
  });

  return {
    collisions: () => collisions,
    supply(volts) {
      for (const servo of servos) servo.supply(volts);
    },
    receive(bytes) {
      silentTicks = 0;
      if (options.echoes) send(bytes.slice());
      decoder.push(bytes, take);
    },
    advance(dtS) {
      nowS += dtS;
      tick(dtS);
      while (replies.length > 0 && replies[0]!.atS <= nowS) send(replies.shift()!.bytes);
    },
    reboot() {
      replies.length = 0;
      decoder.clear();
      for (const servo of servos) servo.reboot();
    },
  };
}
