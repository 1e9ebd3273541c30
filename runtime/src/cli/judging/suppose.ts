import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import util from "node:util";
import type { Collect } from "../../contract.js";
import type { Variables } from "../../facts/variables.js";
import { FIELD_NAMES, FIELDS, type FieldName, type Supposing } from "../../fields.js";
import { CommandFailure, hasCode } from "../failure.js";

/** Collects the fact of each field: the real one or a supposed one. */
export type Collectors = Readonly<Record<FieldName, Collect>>;

const PROTO = "__proto__";

/**
 * The variables in a text, parsed like `--env-file` of Node.js. `util.parseEnv` loses a variable named `__proto__`,
 * because it assigns to a plain object: https://github.com/nodejs/node/blob/main/src/node_dotenv.cc
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
    // The byte order mark stays: Node.js makes it part of the first name, so that variable is not set.
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    const text = decoder.decode(readFileSync(resolve(cwd, name)));
    if (!text.includes("\0")) return parseEnv(text);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "ENAMETOOLONG")) {
      const [variable, value] = name.split("=");
      // The user may expect docker's `-e`. The message leaves out the value, which may be a secret.
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

/**
 * Creates the collectors of facts: those of this machine, replaced by the supposed ones.
 *
 * @param given - The options of the command.
 * @param env - The environment of the process.
 * @param cwd - The folder that files are relative to.
 * @throws CommandFailure for an invalid option.
 */
export function supposeFacts(given: object, env: Variables, cwd: string): Collectors {
  const supposing: Supposing = {
    env,
    readVariables: (file) => readEnvFile(file, cwd),
    fail(message) {
      throw new CommandFailure(message);
    },
  };
  const collectorOf = (name: FieldName): Collect => {
    const field = FIELDS[name];
    return field.suppose({ ...given }, supposing) ?? field.collect;
  };
  return Object.fromEntries(FIELD_NAMES.map((name) => [name, collectorOf(name)])) as Collectors;
}
