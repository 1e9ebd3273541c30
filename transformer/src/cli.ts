/**
 * The commands of `importspy` that compile or read code: what `importspy` loads from here when it is installed.
 *
 * @module
 */
import type { Command } from "importspy/dist/cli.cjs";
import { adopt } from "./cli/commands/adopt/command.js";
import { build } from "./cli/commands/build/command.js";
import { diff } from "./cli/commands/diff/command.js";
import { doctor } from "./cli/commands/doctor/command.js";
import { graph } from "./cli/commands/graph/command.js";
import { init } from "./cli/commands/init/command.js";
import { lsp } from "./cli/commands/lsp/command.js";
import { verify } from "./cli/commands/verify/command.js";

/** In the order in which help shows them. */
export const commands: readonly Command[] = [build, verify, diff, graph, doctor, adopt, init, lsp];
