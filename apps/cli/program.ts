// The command line: names, options and help of every command. Each command's module is imported only
// when it is called, so that `interpret` does not pay for physics. Misuse exits 64, as sysexits has it.
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { RoboError } from "../../kernel/contract/errors.ts";
import { type CommandRunner, EXIT, type Io, write } from "./io.ts";

const CELL = ["--cell <file>", "the cell's YAML file (default: the built-in tabletop)"] as const;
const SEED = ["--seed <n>", "seed of the planner and of physics: same seed, same result", seed] as const;
const YES = ["--yes", "approve beforehand what would need a person's approval"] as const;
const REALTIME = ["--realtime", "pace simulated time like a clock (default: as fast as the machine allows)"] as const;
const JSON_ONE = ["--json", "print one JSON object on one line"] as const;

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
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.ok;
    const fault = faultOf(error);
    // Commander has already said on stderr what is wrong with the command line.
    if (!(error instanceof CommanderError)) await write(io.stderr, `roboos: ${fault.text}\n`);
    if (argv.includes("--json")) {
      const { code: faultCode, reason } = fault;
      await write(io.stdout, `${JSON.stringify({ outcome: "failed", code: faultCode, reason })}\n`);
    }
    return fault.code === "E_USAGE" ? EXIT.usage : EXIT.failed;
  }
}

function declare(io: Io, finish: (code: number) => void): Command {
  const program = new Command("roboos")
    .description("A robotics kernel: the model proposes, the kernel disposes.")
    .version("0.1.0", "-V, --version", "print the version")
    .addHelpText("after", examples("start", 'run "pick up the red cube and put it in the tray"', "doctor"))
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
    });
  const add = <Options extends object>(
    parent: Command,
    spec: string,
    summary: string,
    load: () => Promise<CommandRunner<Options>>,
    ...shown: string[]
  ): Command =>
    parent
      .command(spec)
      .summary(summary.split(". ", 1)[0]!.replace(/\.$/, ""))
      .description(summary)
      .addHelpText("after", examples(...shown))
      .action(async (...parameters: unknown[]) => {
        const command = parameters.at(-1) as Command;
        const run = await load();
        finish(await run(command.args, command.opts<Options>(), io));
      });
  add(
    program,
    "run <text...>",
    "Carry a request out in the simulated cell. Exits 0 done and verified, 2 refused, 3 needs an answer or approval, 1 failed.",
    async () => (await import("./run.ts")).runCommand,
    'run "pick up the red cube and put it in the tray"',
    'run --json --seed 7 "move 10 cm left"',
  )
    .option(...CELL)
    .option(...YES)
    .option(...JSON_ONE)
    .option(...SEED)
    .option(...REALTIME);
  add(
    program,
    "start [text...]",
    "Carry a request out, or open a prompt when there is none.",
    async () => (await import("./start.ts")).startCommand,
    "start",
    'start "put all the cubes in the bin"',
  )
    .option(...CELL)
    .option(...YES)
    .option(...SEED)
    .option(...REALTIME);
  add(
    program,
    "interpret",
    "Read each line on stdin as a request; print what it means as one JSON line. Nothing moves.",
    async () => (await import("./interpret.ts")).interpretCommand,
    'interpret <<< "move 10 cm left"',
    "interpret --cell my-cell.yaml < sentences.txt",
  ).option(...CELL);
  add(
    program,
    "check",
    "Judge each line {id, calls} on stdin from the cell's home; print the verdict as one JSON line. Nothing moves.",
    async () => (await import("./check.ts")).checkCommand,
    `check <<< '{"id":1,"calls":[{"tool":"move_to","args":{"x":0.4,"y":0,"z":0.3}}]}'`,
  ).option(...CELL);
  add(
    program.command("cell").description("Work with cell files"),
    "validate <file>",
    "Check a cell file; print each fault with its line. Exits 1 when there are faults.",
    async () => (await import("./cell-validate.ts")).cellValidateCommand,
    "cell validate my-cell.yaml",
  );
  const robot = program.command("robot").description("Work with arms and their descriptions");
  add(
    robot,
    "list",
    "List the arms there are.",
    async () => (await import("./robot.ts")).robotListCommand,
    "robot list",
  ).option(...JSON_ONE);
  add(
    robot,
    "show <name>",
    "Show an arm's joints, limits, links, and the source of its figures. A name, or a description's file.",
    async () => (await import("./robot.ts")).robotShowCommand,
    "robot show ur5e",
    "robot show ./my-arm.robot.json",
  ).option(...JSON_ONE);
  add(
    robot,
    "pairs <name>",
    "Derive which links of an arm may touch, and compare. Exits 1 when the description has others.",
    async () => (await import("./robot.ts")).robotPairsCommand,
    "robot pairs fr3",
  ).option(...JSON_ONE);
  add(
    robot,
    "import <urdf>",
    "Make a description of a URDF, and report all that it lacks. Meshes are read as STL, xacro must be expanded first.",
    async () => (await import("./robot-import.ts")).robotImportCommand,
    "robot import arm.urdf",
    "robot import arm.urdf --tip tool0 --gripper fr3 --out my-arm.robot.json",
  )
    .option("--out <file>", "where to write it (default: beside the URDF)")
    .option("--tip <link>", "the link at which the arm ends (default: as far as it goes without branching)")
    .option("--gripper <name>", "whose gripper stands in on its flange: fr3, ur5e or grbl4 (default: by its strength)")
    .option(...JSON_ONE);
  add(
    program.command("log").description("Work with logs"),
    "verify <file>",
    "Check that a log is whole and unaltered. Exits 1 when it does not hold.",
    async () => (await import("./log-verify.ts")).logVerifyCommand,
    "log verify ~/.roboos/recordings/2026-11-23T10-00-00/log.jsonl",
  ).option(...JSON_ONE);
  add(
    program,
    "replay <file>",
    "Carry a log's goals out again, without a model, and compare every verdict and outcome bit for bit.",
    async () => (await import("./replay.ts")).replayCommand,
    "replay ~/.roboos/recordings/2026-11-23T10-00-00/log.jsonl",
  ).option(...JSON_ONE);
  add(
    program,
    "release",
    "Release the latched emergency stop, giving a reason. Leads to disarmed; no motion resumes.",
    async () => (await import("./release.ts")).releaseCommand,
    'release --reason "cable freed, cell looked over"',
  )
    .requiredOption("--reason <text>", "why it is safe to release; it goes into the log")
    .option("--key <file>", "the supervisor's key (default: supervisor.key in ROBOOS_HOME)")
    .option(...CELL);
  add(
    program,
    "eval <file>",
    "Score the interpreter on a corpus of sentences. Exits 1 below 98 %, or when anything unsafe is planned.",
    async () => (await import("./eval.ts")).evalCommand,
    "eval tests/commands/dev.jsonl",
  )
    .option(...CELL)
    .option(...JSON_ONE);
  add(
    program,
    "doctor",
    "Look at this machine: what works, what is missing, and the remedy.",
    async () => (await import("./doctor.ts")).doctorCommand,
    "doctor",
    "doctor --json",
  )
    .option(...CELL)
    .option(...JSON_ONE);
  add(
    program,
    "bench",
    "Measure speed on this machine: medians, and ratios to what is measured beside them. Exits 0 whatever was met.",
    async () => (await import("./bench.ts")).benchCommand,
    "bench",
    "bench --only motion --json",
  )
    .option("--only <name>", "one measurement, by the beginning of its name")
    .option(...JSON_ONE);
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

interface Fault {
  readonly code: string;
  readonly reason: string;
  /** For a person: one line, or the stack where the fault is ours. */
  readonly text: string;
}

function faultOf(error: unknown): Fault {
  if (error instanceof CommanderError) {
    const reason = error.message.replace(/^error: /, "");
    return { code: "E_USAGE", reason, text: reason };
  }
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof RoboError) return { code: error.code, reason, text: `${error.code}: ${reason}` };
  // The system's own words, such as "ENOSPC: no space left on device, write", name what and where.
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code !== undefined && syscall !== undefined) return { code, reason, text: reason };
  return { code: "E_DRIVER", reason, text: error instanceof Error ? (error.stack ?? reason) : reason };
}
