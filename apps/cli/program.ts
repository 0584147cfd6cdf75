// The command line: names, options and help of every command. Each command's module is imported only
// when it is called, so that `interpret` does not pay for physics. Misuse exits 64, as sysexits has it.
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { RoboError } from "../../kernel/contract/errors.ts";
import { EXIT, type Io, write } from "./io.ts";

type Act = (args: readonly string[], options: Record<string, never>, io: Io) => Promise<number>;

const CELL = ["--cell <file>", "the cell's YAML file (default: the built-in tabletop)"] as const;
const SEED = ["--seed <n>", "seed of the planner and of physics; same seed, same result", seed] as const;

/** Runs one command line (without node and script) and resolves to its exit code. Never rejects. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let code: number = EXIT.ok;
  const program = declare(io, (exitCode) => {
    code = exitCode;
  });
  try {
    await program.parseAsync([...argv], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const text = error instanceof RoboError ? `roboos: ${error.code}: ${error.message}` : `roboos: ${stackOf(error)}`;
    await write(io.stderr, `${text}\n`);
    return error instanceof RoboError && error.code === "E_USAGE" ? EXIT.usage : EXIT.failed;
  }
}

function declare(io: Io, finish: (code: number) => void): Command {
  const acting = (load: () => Promise<Act>) => async (command: Command) => {
    const act = await load();
    finish(await act(command.args, command.opts(), io));
  };
  const program = new Command("roboos")
    .description("A robotics kernel: the model proposes, the kernel disposes.")
    .version("0.1.0", "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .addHelpText("after", examples("start", 'run "pick up the red cube and put it in the tray"', "doctor"))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  const add = (parent: Command, spec: string, summary: string, load: () => Promise<Act>, ...shown: string[]) => {
    const act = acting(load);
    return parent
      .command(spec)
      .description(summary)
      .addHelpText("after", examples(...shown))
      .action((...parameters: unknown[]) => act(parameters.at(-1) as Command));
  };
  const group = (name: string, summary: string): Command => {
    const parent = program.command(name).description(summary);
    return parent.action(() => parent.help({ error: true }));
  };

  add(
    program,
    "interpret",
    "Read each line on stdin as a request; print what it means as one JSON line. Nothing moves.",
    async () => (await import("./interpret.ts")).interpretCommand,
    'interpret <<< "move 10 cm left"',
    "interpret --cell my-cell.yaml < sentences.txt",
  ).option(...CELL);
  add(
    group("cell", "Work with cell files."),
    "validate <file>",
    "Check a cell file; print each fault with its line. Exits 1 when there are faults.",
    async () => (await import("./cell-validate.ts")).cellValidateCommand,
    "cell validate cells/tabletop.yaml",
  );
  add(
    program,
    "eval <file>",
    "Score the interpreter on a corpus of sentences (JSON lines). Exits 1 below 98 % or when anything unsafe is planned.",
    async () => (await import("./eval.ts")).evalCommand,
    "eval tests/commands/dev.jsonl",
  )
    .option(...CELL)
    .option("--json", "print the score as one JSON object");
  add(
    program,
    "doctor",
    "Look at this machine: what works, what is missing, and the remedy.",
    async () => (await import("./doctor.ts")).doctorCommand,
    "doctor",
    "doctor --json",
  )
    .option(...CELL)
    .option("--json", "print one JSON object");
  return program;
}

const examples = (...lines: string[]): string => `\nExamples:\n${lines.map((line) => `  $ roboos ${line}`).join("\n")}`;

function seed(text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 0xffffffff) {
    throw new InvalidArgumentError("it must be a whole number from 0 to 4294967295");
  }
  return value;
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));
