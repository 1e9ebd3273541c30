import type { Command } from "../cli.js";
import { completion } from "./completion/command.js";

/** The commands that this package brings, in the order in which help shows them. */
export const commands: readonly Command[] = [completion];
