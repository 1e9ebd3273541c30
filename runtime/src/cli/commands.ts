import type { Command } from "../cli.js";
import { check } from "./commands/check/command.js";
import { createCompletion } from "./commands/completion/command.js";
import { explain } from "./commands/explain/command.js";
import { facts } from "./commands/facts/command.js";
import { lock } from "./commands/lock/command.js";

/** The commands of this package, in the order of help. */
export const commands: readonly Command[] = [check, explain, lock, facts, createCompletion(() => commands)];
