// Worker threads that share out a campaign's cases, range by range.
import { Worker } from "node:worker_threads";

const PROGRESS_EVERY_S = 15;

export interface Shares<Range, Result> {
  readonly entry: URL;
  readonly workers: number;
  readonly from: number;
  readonly count: number;
  readonly chunk: number;
  readonly rangeOf: (from: number, count: number) => Range;
  readonly take: (result: Result) => void;
}

/** Hands out ranges until all are done; prints how far it is now and then. Rejects when a worker fails. */
export async function shareOut<Range, Result>(shares: Shares<Range, Result>): Promise<void> {
  const { entry, from, count, chunk, rangeOf, take } = shares;
  const startedMs = performance.now();
  let saidMs = startedMs;
  let next = from;
  let done = 0;
  const say = (): void => {
    if (performance.now() - saidMs < PROGRESS_EVERY_S * 1000) return;
    saidMs = performance.now();
    console.log(`${done} of ${count} in ${((saidMs - startedMs) / 1000).toFixed(0)} s`);
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const register = new URL("../../tools/tsx-register.mjs", import.meta.url);
      const worker = new Worker(entry, { execArgv: ["--import", register.href] });
      let size = 0;
      const give = (): void => {
        size = Math.min(chunk, from + count - next);
        if (size <= 0) return void worker.terminate().then(() => resolve());
        const range = rangeOf(next, size);
        next += size;
        worker.postMessage(range);
      };
      worker.on("error", reject);
      worker.on("message", (result: Result) => {
        done += size;
        take(result);
        say();
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: shares.workers }, work));
}

/** Words and `--name value` of a command line. */
export function readArguments(argv: readonly string[]): { plain: string[]; options: Map<string, string> } {
  const options = new Map<string, string>();
  const plain: string[] = [];
  for (let i = 2; i < argv.length; i++) {
    const word = argv[i]!;
    if (word.startsWith("--")) options.set(word.slice(2), argv[++i] ?? "");
    else plain.push(word);
  }
  return { plain, options };
}

/** The seed asked for, or a new one. */
export const seedFrom = (word: string | undefined): number =>
  word === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(word);
