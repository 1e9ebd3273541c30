import net from "node:net";
import { text } from "node:stream/consumers";
import { LONGEST_WAIT } from "../eventually.ts";
import type { Answer, Request } from "./protocol.ts";

/** The variable with the address of the server of commands, where the run of tests has one. */
export const ADDRESS = "IMPORTSPY_TESTS_COMMANDS";

/**
 * Runs a command in a process that has run others before.
 *
 * @returns `undefined` where no server was started, as in a run without `--test-global-setup`.
 */
export async function askServer(request: Request): Promise<Answer | undefined> {
  const address = process.env[ADDRESS];
  if (address === undefined) return undefined;
  const socket = net.connect(address);
  const timer = setTimeout(() => socket.destroy(new Error(`${request.program} takes too long`)), LONGEST_WAIT);
  try {
    socket.end(JSON.stringify(request));
    return JSON.parse(await text(socket)) as Answer;
  } finally {
    clearTimeout(timer);
  }
}
