import type { Command } from "../cli.js";
import { check } from "./check/command.js";
import { createCompletion } from "./completion/command.js";
import { explain } from "./explain/command.js";
import { facts } from "./facts/command.js";
import { lock } from "./lock/command.js";

/** The commands that this package brings, in the order in which help shows them. */
export const commands: readonly Command[] = [check, explain, lock, facts, createCompletion(() => commands)];
