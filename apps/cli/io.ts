// What a command may touch of the outside: three streams and the environment, passed in so that tests
// can stand in for the terminal. Writing keeps back-pressure and survives a reader that went away.
import { once } from "node:events";
import { styleText } from "node:util";

export interface Io {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How every command module begins: positional arguments, options, streams; resolves to the exit code. */
export type CommandRunner<Options> = (args: readonly string[], options: Options, io: Io) => Promise<number>;

/** Exit codes of all commands (design: Commands). */
export const EXIT = { ok: 0, failed: 1, refused: 2, needsAnswer: 3, usage: 64 } as const;

const gone = new WeakSet<NodeJS.WritableStream>();
let isOutputLost = false;

/** The exit code of a command whose output may have been lost, as on a full disk: then it is not a success. */
export const exitCodeOf = (code: number): number => (code === EXIT.ok && isOutputLost ? EXIT.failed : code);

/** This process's own streams. A closed pipe (`| head`) ends writing quietly instead of crashing. */
export function processIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      const isClosed = error.code === "EPIPE" || error.code === "ERR_STREAM_DESTROYED";
      if (!isClosed && !isOutputLost && stream !== process.stderr) {
        process.stderr.write(`roboos: the output cannot be written: ${error.message}\n`);
      }
      isOutputLost ||= !isClosed;
      gone.add(stream);
      stream.emit("drain");
    });
  }
  return { stdin: process.stdin, stdout: process.stdout, stderr: process.stderr, env: process.env };
}

/** Writes and waits while the reader is behind. Resolves to false when nobody reads any more. */
export async function write(stream: NodeJS.WritableStream, text: string): Promise<boolean> {
  if (gone.has(stream)) return false;
  if (!stream.write(text) && !gone.has(stream)) await once(stream, "drain");
  return !gone.has(stream);
}

/** Resolves once all that was written so far has left the process. */
export function flush(stream: NodeJS.WritableStream): Promise<void> {
  if (gone.has(stream)) return Promise.resolve();
  return new Promise((resolve) => {
    stream.once("drain", () => gone.has(stream) && resolve());
    stream.write("", () => resolve());
  });
}

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** Colours text for this stream: only on a terminal, and never under NO_COLOR or TERM=dumb. */
export function styler(stream: NodeJS.WritableStream, env: Io["env"]): (style: Style, text: string) => string {
  const isTerminal = (stream as Partial<NodeJS.WriteStream>).isTTY === true;
  const isWanted = isTerminal && (env.NO_COLOR ?? "") === "" && env.TERM !== "dumb";
  return (style, text) => (isWanted ? styleText(style, text, { validateStream: false }) : text);
}

export interface TextLine {
  readonly text: string;
  /** True when the line went on past `MAX_LINE_LENGTH` and the rest was dropped. */
  readonly isCut: boolean;
}

/** Longest line that is kept whole, UTF-16 units: memory stays bounded whatever comes in. */
export const MAX_LINE_LENGTH = 4_000_000;

/** Lines of a byte stream: LF or CRLF, a last line without newline counts, a final newline starts no line. */
export async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<TextLine> {
  const decoder = new TextDecoder("utf-8");
  let pending = "";
  let isCut = false;
  const keep = (part: string): void => {
    const room = MAX_LINE_LENGTH - pending.length;
    if (part.length > room) isCut = true;
    pending += part.slice(0, room);
  };
  const take = (): TextLine => {
    const line = { text: pending.endsWith("\r") ? pending.slice(0, -1) : pending, isCut };
    pending = "";
    isCut = false;
    return line;
  };
  for await (const chunk of stream) {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", from)) {
      keep(text.slice(from, at));
      yield take();
      from = at + 1;
    }
    keep(text.slice(from));
  }
  keep(decoder.decode());
  if (pending !== "") yield take();
}
