import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import util from "node:util";
import { collectLibc, collectRuntime, type Facts } from "../../facts.js";
import { CommandFailure, hasCode } from "../failure.js";

type Variables = Readonly<Record<string, string | undefined>>;

/** The facts that replace those of this machine. */
export interface Suppositions {
  readonly os?: string;
  readonly arch?: string;
  readonly libc?: string;
  readonly node?: string;
  readonly env?: readonly string[];
  readonly "env-file"?: readonly string[];
  readonly "ignore-env"?: boolean;
  readonly package?: readonly string[];
}

const PROTO = "__proto__";

const VERSION = /^v?\d+\.\d+\.\d+(-[\w.-]+)?(\+[\w.-]+)?$/;

/**
 * The variables of a text, as Node.js reads it with `--env-file`. `util.parseEnv` loses one that is called `__proto__`,
 * because it assigns to the object that it makes: https://github.com/nodejs/node/blob/main/src/node_dotenv.cc
 */
function parseEnv(text: string): Variables {
  if (!text.includes(PROTO)) return util.parseEnv(text);
  let standIn = "_proto_";
  while (text.includes(standIn)) standIn += "_";
  const restore = (part: string) => part.replaceAll(standIn, PROTO);
  const parsed = Object.entries(util.parseEnv(text.replaceAll(PROTO, standIn)));
  return Object.fromEntries(parsed.map(([name, value = ""]) => [restore(name), restore(value)]));
}

function readEnvFile(name: string, cwd: string): Variables {
  if (!util.parseEnv) throw new CommandFailure("--env-file needs Node.js 20.12 or newer");
  try {
    // With its byte order mark: to Node.js that is part of the first name, so the variable will not be set.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(readFileSync(resolve(cwd, name)));
    if (!text.includes("\0")) return parseEnv(text);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ENAMETOOLONG")) {
      const [variable, value] = name.split("=");
      // What docker's -e takes; the value may be a secret.
      if (value !== undefined) throw new CommandFailure(`-e takes a file; did you mean --env ${variable}=…?`);
      throw new CommandFailure(`--env-file: there is no file ${name}`);
    }
    if (hasCode(error, "EACCES", "EPERM", "EISDIR")) throw new CommandFailure(`--env-file: ${name} cannot be read`);
    if (!hasCode(error, "ERR_ENCODING_INVALID_ENCODED_DATA")) throw error;
  }
  throw new CommandFailure(
    `--env-file: ${name} is no text file; it has to be UTF-8 with a line NAME=value for each variable`,
  );
}

/** What is wrong is said without the argument: it may hold a secret. */
function parseVariable(text: string): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new CommandFailure("--env takes a name and a value: --env NAME=value");
  return [text.slice(0, equals), text.slice(equals + 1)];
}

/** As Node.js with `--env-file`: what is set outweighs files, and a later file an earlier one. */
function supposeVariables(suppositions: Suppositions, env: Variables, cwd: string): Variables {
  const files = (suppositions["env-file"] ?? []).map((name) => readEnvFile(name, cwd));
  const given = (suppositions.env ?? []).map(parseVariable);
  // The environment itself where it can be: on Windows, only there names are the same in either case.
  if (!files.length && !given.length && !suppositions["ignore-env"]) return env;
  // Not a spread into a literal: a variable may be called `__proto__`.
  const variables = new Map(
    [...files, suppositions["ignore-env"] ? {} : env].flatMap((each) => Object.entries(each)).concat(given),
  );
  return Object.fromEntries(variables);
}

/** libc is a fact of Linux only, and that of this machine says nothing about another one. */
function supposeLibc({ os, libc }: Suppositions): string | undefined {
  const supposed = os ?? process.platform;
  if (libc !== undefined && supposed !== "linux") {
    throw new CommandFailure(`--libc ${libc} needs Linux: add --os linux`);
  }
  return libc ?? (supposed === process.platform ? collectLibc() : undefined);
}

/**
 * The facts to judge against: those of this machine, with what was supposed in their place.
 *
 * @param suppositions - The options of the command.
 * @param env - The environment of the process.
 * @param cwd - The folder that files are relative to.
 * @throws CommandFailure for an option that cannot be understood.
 */
export function supposeFacts(suppositions: Suppositions, env: Variables, cwd: string): Facts {
  const { os, arch, node } = suppositions;
  if (node !== undefined && !VERSION.test(node)) {
    throw new CommandFailure(`--node takes a full version, for instance 18.19.0, not ${JSON.stringify(node)}`);
  }
  const variables = supposeVariables(suppositions, env, cwd);
  let libc: { value: string | undefined } | undefined;
  if (suppositions.libc !== undefined) libc = { value: supposeLibc(suppositions) };
  const runtime = collectRuntime();
  return {
    os: os ?? process.platform,
    arch: arch ?? process.arch,
    get libc() {
      libc ??= { value: supposeLibc(suppositions) };
      return libc.value;
    },
    runtime: node === undefined ? runtime : { ...runtime, node: node.replace(/^v/, "") },
    env: variables,
  };
}

/**
 * The versions of packages that were supposed.
 *
 * @param given - The values of `--package`: `pg@7.1.0`, `@scope/name@1.0.0`.
 * @throws CommandFailure for one that cannot be understood.
 */
export function supposePackages(given: readonly string[] = []): ReadonlyMap<string, string> {
  return new Map(
    given.map((text) => {
      const at = text.lastIndexOf("@");
      const version = text.slice(at + 1);
      if (at < 1 || !VERSION.test(version)) {
        throw new CommandFailure(
          `--package takes a name and a full version, for instance pg@8.11.3, not ${JSON.stringify(text)}`,
        );
      }
      return [text.slice(0, at), version.replace(/^v/, "")];
    }),
  );
}
