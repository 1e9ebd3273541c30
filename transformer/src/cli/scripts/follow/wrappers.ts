import path from "node:path";
import { isRecord } from "../../project/manifest.js";
import { readAssignment, type Word } from "../../project/shell.js";
import { hasOption, list, splitArguments, splitCommand, valuesOf, wordFor } from "../arguments.js";
import { readJson } from "./json.js";
import { runPm2 } from "./pm2.js";
import { command, type Step, type StepContext, shell, type Unwrap, unknown } from "./steps.js";

/** `NAME=value … command`: splits variables and command. */
function splitVariables(args: readonly Word[]) {
  const variables: Record<string, string> = {};
  let index = 0;
  for (; index < args.length; index++) {
    const [name, value] = readAssignment(args[index]!.text) ?? [];
    if (name === undefined) break;
    variables[name] = value!;
  }
  return { variables, words: args.slice(index) };
}

/** Programs that run the command after their own options. */
const behindOptions =
  (valued: readonly string[] = []): Unwrap =>
  (args) =>
    command(splitCommand(args, valued).command);

/** As {@link behindOptions}, with variables before the command. */
const behindVariables =
  (valued: readonly string[] = []): Unwrap =>
  (args) => {
    const { options, command: behind } = splitCommand(args, valued);
    const { variables, words } = splitVariables(behind);
    // `env -S "node --watch" file`
    const split = valuesOf({ options }, "-S", "--split-string");
    if (split.length)
      return [{ kind: "shell", text: [...split, ...words].map(({ text }) => text).join(" "), at: undefined }];
    return command(words, { variables });
  };

/** Programs that run the command after a subcommand and an optional `--`: `infisical run -- node dist/main.js`. */
const behindVerb =
  (verbs: readonly string[], valued: readonly string[] = []): Unwrap =>
  (args) => {
    const { operands } = splitArguments(args, valued);
    if (!operands[0] || !verbs.includes(operands[0].text)) return [];
    const dashes = args.findIndex(({ text }) => text === "--");
    if (dashes >= 0) return command(args.slice(dashes + 1));
    return command(splitCommand(args.slice(args.indexOf(operands[0]) + 1), valued).command);
  };

/** Runs a package without a script: `npx -p typescript tsc`. */
export const runPackage: Unwrap = (args) => {
  const { options, command: words } = splitCommand(args, list("-p --package -c --call -w --workspace --shell"));
  return [...valuesOf({ options }, "-c", "--call").map(shell), ...command(words)];
};

const runShell: Unwrap = (args, { folder }) => {
  const index = args.findIndex(({ text }) => /^-[a-z]*c$/.test(text));
  if (index >= 0) return args[index + 1] ? [shell(args[index + 1]!)] : [];
  const [file] = splitCommand(args, ["-o"]).command;
  if (!file || file.isDynamic) return unknown("what the shell reads is computed");
  return [{ kind: "file", fileName: path.resolve(folder, file.text) }];
};

/** `.env` files, which old versions of env-cmd take as the first operand. */
const isEnvironmentFile = ({ text }: Word) => /(?:^|\/)\.env[^/]*$/.test(text);

const TSC_WATCH_HOOKS = [
  "--onSuccess",
  "--onFirstSuccess",
  "--onFailure",
  "--onEmit",
  "--onCompilationStarted",
  "--onCompilationComplete",
];

const watchTsc: Unwrap = (args) => {
  const own = [...TSC_WATCH_HOOKS, "--compiler", "--onEmitDebounceMs", "--maxNodeMem"];
  const hooks: Step[] = [];
  const passed: Word[] = [];
  let compiler = "tsc";
  for (let index = 0; index < args.length; index++) {
    const { text } = args[index]!;
    const value = args[index + 1];
    if (!own.includes(text) || !value) passed.push(args[index]!);
    else {
      if (TSC_WATCH_HOOKS.includes(text)) hooks.push(shell(value));
      if (text === "--compiler") compiler = path.basename(value.text, ".js");
      index++;
    }
  }
  return [...command([wordFor(compiler), ...passed]), ...hooks];
};

/** nodemon.json, or its section of package.json. */
function readNodemonConfig(context: StepContext): Record<string, unknown> {
  const { nodemonConfig } = context.owner.manifest.content;
  const fileName = path.join(context.folder, "nodemon.json");
  if (context.project.files.isFile(fileName)) return readJson(context, fileName);
  return isRecord(nodemonConfig) ? nodemonConfig : {};
}

const runNodemon: Unwrap = (args, context) => {
  const given = splitArguments(args, list("-x --exec -w --watch -e --ext -i --ignore -d --delay -s --signal --config"));
  if (hasOption(given, "--config")) return unknown("its configuration is elsewhere");
  const config = readNodemonConfig(context);
  const [exec] = valuesOf(given, "-x", "--exec");
  const operands = [...given.operands, ...given.rest].map(({ text }) => text);
  if (exec) return [{ ...shell(exec), text: [exec.text, ...operands].join(" ") } as Step];
  if (typeof config.exec === "string")
    return [{ kind: "shell", text: [config.exec, ...operands].join(" "), at: undefined }];
  if (config.execMap !== undefined) return unknown("nodemon's execMap is not read");
  const script = typeof config.script === "string" ? config.script : undefined;
  const { main } = context.owner.manifest.content;
  const file = operands[0] ?? script ?? (typeof main === "string" ? main : "index.js");
  // nodemon runs TypeScript files with ts-node.
  return command([wordFor(/\.[cm]?tsx?$/.test(file) ? "ts-node" : "node"), wordFor(file)]);
};

/** Servers, ports and files that wait-on and similar tools accept instead of commands. */
const isResource = (text: string) => /^(?:https?|http-get|https-get|tcp|socket|file):|^\d+$/.test(text);

const startAndTest: Unwrap = (args, context) => {
  const { operands } = splitArguments(args, ["--expect"]);
  const own = context.targetAt(context.folder);
  return operands.flatMap(({ text, ...word }): readonly Step[] => {
    if (isResource(text) || !own) return [];
    const isScript = own.manifest.scripts[text] !== undefined;
    return isScript
      ? [{ kind: "scripts", names: text, targets: [own], isOptional: false }]
      : [shell({ text, ...word })];
  });
};

const behindWatch: Unwrap = (args) => {
  const given = splitArguments(args, ["-c", "--command", "-d", "--delay", "-e", "--exclude", "-i", "--initial"]);
  return [...valuesOf(given, "-c", "--command").map(shell), ...command(given.rest)];
};

/** `prisma db seed` runs the command in package.json. */
const runPrisma: Unwrap = (args, { owner }) => {
  const { prisma } = owner.manifest.content;
  const seed = isRecord(prisma) ? prisma.seed : undefined;
  const seeds = args[0]?.text === "db" || args[0]?.text === "migrate";
  return seeds && typeof seed === "string" ? [{ kind: "shell", text: seed, at: undefined }] : [];
};

const coverage = behindOptions(
  list(
    "-r --reporter --reporter-dir -o --report-dir -x --exclude -n --include -e --extension --temp-dir --temp-directory --require -i --src",
  ),
);

/** Programs that run other programs, and what each one runs. */
export const WRAPPERS: Readonly<Record<string, Unwrap>> = {
  "cross-env": behindVariables(),
  "cross-env-shell": (args) => {
    const { words } = splitVariables(args);
    return [
      {
        kind: "shell",
        text: words.map(({ text }) => text).join(" "),
        at: words.length === 1 ? words[0]!.at : undefined,
      },
    ];
  },
  env: behindVariables(["-u", "--unset", "-C", "--chdir", "-S", "--split-string"]),
  dotenv: behindVariables(["-e", "-c", "-v", "-p", "--env"]),
  "dotenv-flow": behindOptions(["-p", "--path", "--node-env"]),
  dotenvx: behindVerb(["run"], ["-f", "--env-file", "-e", "--env", "-fk", "--env-keys-file", "--convention"]),
  "env-cmd": (args) => {
    const { command: words } = splitCommand(args, ["-f", "--file", "-e", "--environments", "-r", "--rc-file"]);
    return command(words[0] && isEnvironmentFile(words[0]) ? words.slice(1) : words);
  },
  infisical: behindVerb(["run"]),
  doppler: behindVerb(["run"]),
  op: behindVerb(["run"]),
  varlock: behindVerb(["run"]),
  phase: behindVerb(["run"]),
  railway: behindVerb(["run"]),
  "aws-vault": behindVerb(["exec"]),
  volta: behindVerb(["run"], ["--node", "--npm", "--yarn"]),
  npx: runPackage,
  bunx: runPackage,
  pnpx: runPackage,
  corepack: (args) => (/^(?:npm|npx|yarn|pnpm|pnpx)(?:@|$)/.test(args[0]?.text ?? "") ? command(args) : []),
  c8: coverage,
  nyc: (args, ...more) =>
    /^(?:report|check-coverage|instrument|merge)$/.test(args[0]?.text ?? "") ? [] : coverage(args, ...more),
  time: behindOptions(),
  nohup: behindOptions(),
  nice: behindOptions(["-n"]),
  ionice: behindOptions(["-c", "-n"]),
  setsid: behindOptions(),
  stdbuf: behindOptions(),
  unbuffer: behindOptions(),
  caffeinate: behindOptions(["-t", "-w"]),
  sudo: behindOptions(["-u", "-g"]),
  exec: behindOptions(["-a"]),
  command: (args) => (/^-[vV]/.test(args[0]?.text ?? "") ? [] : command(splitCommand(args).command)),
  timeout: (args) => command(splitCommand(args, ["-s", "--signal", "-k", "--kill-after"]).command.slice(1)),
  "xvfb-run": behindOptions(["-s", "--server-args", "-n", "-e", "-f"]),
  xargs: behindOptions(["-n", "-I", "-P", "-L", "-d", "-s"]),
  watch: behindOptions(["-n", "-d"]),
  eval: (args) => [{ kind: "shell", text: args.map(({ text }) => text).join(" "), at: undefined }],
  sh: runShell,
  bash: runShell,
  dash: runShell,
  zsh: runShell,
  ksh: runShell,
  source: runShell,
  ".": runShell,
  nodemon: runNodemon,
  pm2: runPm2,
  "pm2-runtime": runPm2,
  tini: behindOptions(["-e", "-p"]),
  "dumb-init": behindOptions(["-r", "--rewrite"]),
  "tsc-watch": watchTsc,
  onchange: behindWatch,
  chokidar: behindWatch,
  watchexec: behindWatch,
  "start-server-and-test": startAndTest,
  "start-test": startAndTest,
  "server-test": startAndTest,
  prisma: runPrisma,
  // `find src -name "*.ts" -exec tsx {} ;`
  find: (args) => {
    const at = args.findIndex(({ text }) => /^-(?:exec|execdir|ok|okdir)$/.test(text));
    return at < 0
      ? []
      : command(args.slice(at + 1).map((word) => (word.text.includes("{}") ? { ...word, isDynamic: true } : word)));
  },
  trap: (args) => (args[0] && args[0].text !== "-" ? [shell(args[0])] : []),
};
