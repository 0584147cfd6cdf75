// Single bytes that Grbl takes out of the stream the moment they arrive: they pass every line that waits, need no line
// end and are answered by nothing. Source: Grbl 1.1, doc/markdown/commands.md, "Realtime commands".

export const GRBL_REALTIME = {
  /** Stops the steps at once; in motion the position is lost (alarm 3). */
  reset: 0x18,
  status: 0x3f,
  resume: 0x7e,
  /** Decelerates and holds; the position is kept. */
  hold: 0x21,
  /** Hold, and no resuming while the door is open. */
  door: 0x84,
  jogCancel: 0x85,
  feedFull: 0x90,
  feedUp10: 0x91,
  feedDown10: 0x92,
  feedUp1: 0x93,
  feedDown1: 0x94,
  rapidFull: 0x95,
  rapidHalf: 0x96,
  rapidQuarter: 0x97,
} as const;

/** Whether Grbl would take this byte out of a line; such a byte must never be part of one. */
export const isGrblRealtime = (byte: number): boolean =>
  byte >= 0x80 || byte === 0x18 || byte === 0x3f || byte === 0x7e || byte === 0x21;
