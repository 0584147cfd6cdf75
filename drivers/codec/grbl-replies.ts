// What one line from Grbl says. Every line fits one form whole, or it is `unknown`: a damaged `ok` must not count as
// one. Source: Grbl 1.1, doc/markdown/interface.md, "Message Summary".
import { type GrblStatus, readGrblStatus } from "./grbl-status.ts";

export type GrblReply =
  /** Answers the oldest line that has no answer. */
  | { readonly kind: "ok" }
  | { readonly kind: "error"; readonly code: number }
  | { readonly kind: "alarm"; readonly code: number }
  | { readonly kind: "status"; readonly status: GrblStatus }
  /** Grbl has started or was reset: nothing that was sent before is left. */
  | { readonly kind: "welcome"; readonly version: string }
  | { readonly kind: "setting"; readonly number: number; readonly value: number }
  | { readonly kind: "startup-line"; readonly number: number; readonly line: string }
  /** A startup line that ran by itself; answers nothing that was sent. */
  | { readonly kind: "startup-ran"; readonly line: string; readonly error: number | null }
  /** `[MSG:…]`, `[GC:…]`, `[G54:…]` and the like. */
  | { readonly kind: "feedback"; readonly tag: string; readonly text: string }
  | { readonly kind: "unknown"; readonly text: string }
  /** A line past every bound; its bytes are gone. */
  | { readonly kind: "overlong"; readonly bytes: number };

const OK: GrblReply = { kind: "ok" };
const FORMS: readonly (readonly [form: RegExp, read: (parts: readonly string[]) => GrblReply])[] = [
  [/^error:(\d{1,3})$/, ([, code]) => ({ kind: "error", code: Number(code) })],
  [/^ALARM:(\d{1,3})$/, ([, code]) => ({ kind: "alarm", code: Number(code) })],
  // Makers put their own name before it and words behind it.
  [/^Grbl (\d\.\d\w{0,2}) \[.{0,60}\]$/, ([, version]) => ({ kind: "welcome", version: version! })],
  [/^\$(\d{1,3})=(-?\d{1,9}(?:\.\d{1,6})?)$/, ([, n, v]) => ({ kind: "setting", number: Number(n), value: Number(v) })],
  [/^\$N(\d)=(.{0,80})$/, ([, n, line]) => ({ kind: "startup-line", number: Number(n), line: line! })],
  [
    /^>(.{0,80}):(?:ok|error:(\d{1,3}))$/,
    ([, line, error]) => ({ kind: "startup-ran", line: line!, error: error === undefined ? null : Number(error) }),
  ],
  [/^\[([A-Za-z0-9.]{1,8}):(.{0,160})\]$/, ([, tag, text]) => ({ kind: "feedback", tag: tag!, text: text! })],
];

export function readGrblLine(line: string): GrblReply {
  if (line === "ok") return OK;
  if (line.startsWith("<")) {
    const status = readGrblStatus(line);
    return status === null ? { kind: "unknown", text: line } : { kind: "status", status };
  }
  for (const [form, read] of FORMS) {
    const parts = form.exec(line);
    if (parts !== null) return read(parts);
  }
  return { kind: "unknown", text: line };
}
