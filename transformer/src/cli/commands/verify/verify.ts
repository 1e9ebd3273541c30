import path from "node:path";
import type { CommandContext } from "importspy/dist/cli.cjs";
import { statsOf } from "importspy/dist/files.cjs";
import { isNextOutput } from "../../../artifacts/nextOutput.js";
import { loadCompiler } from "../../compiler.js";
import { isJavaScript, type Operand, readOperand, withBundled } from "./files.js";
import type { Finding, Proof } from "./findings.js";
import type { VerifyOptions } from "./options.js";
import { prove } from "./prove.js";

function readOperands({
  positionals,
  cwd,
  fail,
}: Pick<CommandContext<VerifyOptions>, "positionals" | "cwd" | "fail">): Operand[] {
  if (!positionals.length) return fail("nothing to verify; name the folder of the build: importspy verify dist");
  const operands = positionals.map((name) => {
    const fileName = path.resolve(cwd, name);
    if (!statsOf(fileName)) return fail(`${name} does not exist`);
    const operand = readOperand(fileName);
    if (!operand.isFolder && !isJavaScript(name)) return fail(`${name} is no JavaScript; name what the build emitted`);
    return operand;
  });
  return [...withBundled(operands)];
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? "" : "s"}`;

function print({ stdout, paint }: Pick<CommandContext<VerifyOptions>, "stdout" | "paint">, { findings }: Proof): void {
  const signs = { proven: paint.green("✓"), missing: paint.red("✗"), unknown: paint.yellow("?") };
  const placeOf = ({ fileName, line }: Finding) => (line === undefined ? fileName : `${fileName}:${line}`);
  const width = Math.min(60, Math.max(0, ...findings.map((finding) => placeOf(finding).length)));
  for (const finding of findings) {
    stdout.write(`${signs[finding.verdict]} ${placeOf(finding).padEnd(width)}  ${finding.text}\n`);
  }
}

/** Runs `importspy verify`, and gives its exit code. */
export function runVerify(context: CommandContext<VerifyOptions>): number {
  const { stdout, fail } = context;
  const operands = readOperands(context);
  if (!operands.some(({ modules }) => modules.length)) {
    return fail(`there is no JavaScript in ${context.positionals.join(", ")}; name the folder of the build`);
  }
  const proof = prove(loadCompiler(), operands, context.cwd, context.values.conditions);
  print(context, proof);
  const count = (verdict: Finding["verdict"]) => proof.findings.filter((finding) => finding.verdict === verdict).length;
  const missing = count("missing");
  const unknown = count("unknown");
  if (!proof.contracts && !missing && !unknown) {
    const index = operands.findIndex((each) => isNextOutput(each.path) && !each.manifests.length);
    if (index >= 0) {
      return fail(
        `${context.positionals[index]} is what Next.js has built, without a manifest (importspy-manifest.json), so nothing can be proven; "next build" of Next.js 16 writes one if its configuration has withImportspy of @importspy/transformer/next, which "importspy doctor" tells`,
      );
    }
    return fail(
      "no contract was found, so there is nothing to prove; was this built with importspy build, and are its sidecars (*.importspy.js), or the manifest of a bundler's plugin (importspy-manifest.json), there?",
    );
  }
  if (proof.assumed.length) {
    stdout.write(
      `\nassumed: programs may be started with and without ${proof.assumed.map((name) => `--conditions ${name}`).join(", ")}\n`,
    );
  }
  // Bundles have no places of their own: what a module imports is in the same file, or in a shared one.
  const places = proof.edges
    ? `, ${plural(proof.edges, "place")} that load${proof.edges === 1 ? "s" : ""} a contracted module`
    : "";
  const scope = plural(proof.contracts, "contract") + places;
  if (missing) stdout.write(`\n${scope}: ${plural(missing, "guard")} missing or broken\n`);
  else if (unknown) stdout.write(`\n${scope}: ${plural(unknown, "verdict")} cannot be told\n`);
  else stdout.write(`\n${scope}: all guarded\n`);
  return missing ? 1 : unknown ? 2 : 0;
}
