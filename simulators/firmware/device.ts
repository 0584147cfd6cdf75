// What every simulated device is: a machine of bytes and time. Bytes of the host come in, bytes for the host go out, and
// time passes only when it is told so. No port, no clock, no randomness: a pseudo-terminal, a socket or a fault schedule
// is hung on from outside (docs/decisions/0018-counterparts-at-byte-level.md).

/** Takes bytes on their way to the host; they are the taker's to keep. */
export type Send = (bytes: Uint8Array) => void;

export interface Device {
  /** Bytes that have just come whole over the line. */
  receive(bytes: Uint8Array): void;
  /** Lets time pass, seconds from 0. How it is cut into calls changes nothing. */
  advance(dtS: number): void;
  /** Power off and on again: what is not in non-volatile memory is gone, and so is the arm's drive. */
  reboot(): void;
}

/** Slack for sums of decimal fractions of a second. */
const EPSILON_S = 1e-9;

/** Cuts time into equal ticks, so that the same times give the same bits however the calls were cut. */
export function createTicker(periodS: number, tick: () => void): (dtS: number) => void {
  let elapsedS = 0;
  let ticks = 0;
  return (dtS) => {
    elapsedS += dtS;
    while ((ticks + 1) * periodS <= elapsedS + EPSILON_S) {
      ticks++;
      tick();
    }
  };
}
