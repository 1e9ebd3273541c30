import { type RunOptions, run } from "./project.ts";

/**
 * Runs the commands of a ```console block in one shell.
 *
 * @param block - The block: commands after `$ `, and what they print.
 * @param options - Where, and with which variables.
 * @returns Each command, and below it what it prints.
 */
export async function runBlock(block: string, options: RunOptions): Promise<string> {
  const quote = (line: string) => `'${line.replaceAll("'", "'\\''")}'`;
  const commands = block.split("\n").filter((line) => line.startsWith("$ "));
  const script = commands.map((line) => `status=$?; printf '%s\\n' ${quote(line)}; (exit $status); ${line.slice(2)}`);
  const { stdout } = await run("bash", ["-c", `exec 2>&1\n${script.join("\n")}`], options);
  return stdout;
}
