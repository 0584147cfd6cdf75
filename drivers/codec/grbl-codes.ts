// What Grbl's numbers mean. Source: Grbl 1.1, doc/markdown/interface.md, "Grbl Response Messages" and "Alarm Message";
// error 38 from doc/csv/error_codes_en_US.csv.

const ERRORS: Readonly<Record<number, string>> = {
  1: "a word without its letter",
  2: "a number that is missing or malformed",
  3: "no such $ command",
  4: "a negative value where a positive one is expected",
  5: "homing is not enabled",
  6: "step pulse shorter than 3 microseconds",
  7: "settings could not be read and were reset to defaults",
  8: "only while idle",
  9: "locked: in alarm, or jogging",
  10: "soft limits need homing",
  11: "the line was too long and was not carried out",
  12: "a step rate above what is supported",
  13: "the safety door is open",
  14: "build info or startup line too long",
  15: "a jog beyond the machine's travel",
  16: "a jog without = or with what a jog may not hold",
  17: "laser mode needs a PWM output",
  20: "a command that is not supported",
  21: "two commands of one modal group",
  22: "no feed rate set",
  23: "a command that needs a whole number",
  24: "two commands that both need axes",
  25: "a word twice",
  26: "axes are needed and there are none",
  27: "a line number out of range",
  28: "P or L is missing",
  29: "no such work coordinate system",
  30: "G53 needs G0 or G1",
  31: "axes without a motion",
  32: "an arc without axes in its plane",
  33: "a target that cannot be moved to",
  34: "an arc whose geometry failed",
  35: "an arc without its offset",
  36: "words that no command uses",
  37: "a tool length offset for another axis",
  38: "a tool number too great",
};

const ALARMS: Readonly<Record<number, { readonly words: string; readonly keepsPosition: boolean }>> = {
  1: { words: "hard limit", keepsPosition: false },
  2: { words: "a target beyond the machine's travel", keepsPosition: true },
  3: { words: "reset while moving", keepsPosition: false },
  4: { words: "probe not in its initial state", keepsPosition: true },
  5: { words: "probe touched nothing", keepsPosition: true },
  6: { words: "reset while homing", keepsPosition: false },
  7: { words: "door opened while homing", keepsPosition: false },
  8: { words: "homing did not clear the limit switch", keepsPosition: false },
  9: { words: "homing did not find the limit switch", keepsPosition: false },
};

export const grblErrorWords = (code: number): string => ERRORS[code] ?? `unknown error ${code}`;

/** An alarm that nobody knows has lost the position. */
export const grblAlarm = (code: number): { readonly words: string; readonly keepsPosition: boolean } =>
  ALARMS[code] ?? { words: `unknown alarm ${code}`, keepsPosition: false };
