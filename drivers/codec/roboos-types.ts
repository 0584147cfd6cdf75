// Names for the numbers of RoboOS's own wire: types of frames, modes of a device and reasons for a refusal.
// docs/roboos-frame.md says what each does.

export const ROBOOS_TYPE = {
  hello: 0x01,
  arm: 0x02,
  disarm: 0x03,
  setpoint: 0x04,
  stop: 0x05,
  latch: 0x06,
  release: 0x07,
  watchdog: 0x08,
  heartbeat: 0x09,
  capabilities: 0x81,
  state: 0x82,
  pulse: 0x83,
  ack: 0x84,
  nack: 0x85,
  error: 0x86,
} as const;

/** What a device takes at any age, from any session and out of order: to stop late is better than not to stop. */
export const isRoboosStop = (type: number): boolean => type === ROBOOS_TYPE.stop || type === ROBOOS_TYPE.latch;

/** Read by their number: append, never reorder. */
export const ROBOOS_MODES = ["disarmed", "armed", "stopping", "held", "latched", "faulted"] as const;
export type RoboosMode = (typeof ROBOOS_MODES)[number];

export const ROBOOS_REFUSALS = [
  "none",
  "unknown type",
  "malformed payload",
  "another session",
  "sequence not newer",
  "echo older than the time to live",
  "not in this mode",
  "e-stop latched",
  "no watchdog set",
  "wrong count of joints",
  "outside of the range",
  "too far from the last setpoint",
  "wrong latch",
  "not supported",
] as const;
export type RoboosRefusal = (typeof ROBOOS_REFUSALS)[number];

export const ROBOOS_ERRORS = [
  "none",
  "watchdog tripped",
  "drive fault",
  "encoder fault",
  "too hot",
  "supply voltage",
  "joint left its range",
  "does not follow",
  "input buffer overran",
] as const;
export type RoboosError = (typeof ROBOOS_ERRORS)[number];
