#!/usr/bin/env node
// The `roboos` executable: runs one command on this process's streams and exits with its code.
import { exitCodeOf, flush, processIo } from "./io.ts";
import { runCli } from "./program.ts";

const io = processIo();
const code = await runCli(process.argv.slice(2), io);
await Promise.all([flush(io.stdout), flush(io.stderr)]);
process.exit(exitCodeOf(code));
