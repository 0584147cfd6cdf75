// Streams that stand in for a terminal, so that commands run inside a test.
import { PassThrough, Readable } from "node:stream";
import type { Io } from "../../apps/cli/io.ts";
import { runCli } from "../../apps/cli/program.ts";

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runInProcess(
  argv: readonly string[],
  { stdin = "", env = {} }: { readonly stdin?: string | readonly Buffer[]; readonly env?: Io["env"] } = {},
): Promise<Outcome> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = [collected(stdout), collected(stderr)];
  const input = Readable.from(typeof stdin === "string" ? [Buffer.from(stdin)] : stdin);
  const code = await runCli(argv, { stdin: input, stdout, stderr, env });
  stdout.end();
  stderr.end();
  const [out = "", err = ""] = await Promise.all(texts);
  return { code, stdout: out, stderr: err };
}

async function collected(stream: PassThrough): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}
