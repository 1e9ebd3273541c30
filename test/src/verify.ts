import { commands } from "@importspy/transformer/cli";

const asIs = (text: string) => text;
const PAINT = { bold: asIs, dim: asIs, red: asIs, green: asIs, yellow: asIs, cyan: asIs };

/** What `importspy verify` says, and its exit code. */
export interface Verdict {
  readonly code: number;
  readonly stdout: string;
}

/**
 * Runs `importspy verify` without a process of its own.
 *
 * @param cwd - The folder that it is called in.
 * @param operands - Files and folders.
 * @param values - Its options.
 */
export async function verifyIn(cwd: string, operands: readonly string[], values = {}): Promise<Verdict> {
  const command = commands.find(({ name }) => name === "verify")!;
  let stdout = "";
  const output = (write: (text: string) => void) => ({ write, isTTY: false, columns: undefined });
  const code = await command.run({
    values,
    positionals: operands,
    cwd,
    env: {},
    stdout: output((text) => {
      stdout += text;
    }),
    stderr: output(() => undefined),
    paint: PAINT,
    fail: (message): never => {
      throw new Error(message);
    },
  });
  return { code, stdout };
}
