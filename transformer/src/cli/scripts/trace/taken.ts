import path from "node:path";
import { hasOption } from "../arguments.js";
import type { Call, Project } from "../model.js";
import { findInputs, readArguments } from "../tools/inputs.js";
import type { Tool } from "../tools/tool.js";
import { TOOLS } from "../tools/tools.js";
import { findViteFramework, type ViteFramework } from "../tools/viteFrameworks.js";
import { modeOf, RUNTIMES, type Taken, takenCode } from "./runtimes.js";
import { decisive, type Reach, type Tracer } from "./trace.js";

/** What a call does with code. */
export type CodeOf =
  | (Taken & { readonly kind: "taken" })
  /** It finds the sources of the project itself. */
  | { readonly kind: "sources"; readonly tool: Tool; readonly framework: ViteFramework | undefined }
  /** It uses no project code. */
  | { readonly kind: "none" }
  /** The program is in no table. */
  | { readonly kind: "unlisted" };

/** Whether a call of a tool uses no code: `vite preview`. */
export function isHarmless({ args }: Call, { harmless }: Tool): boolean {
  const first = args.find(({ text }) => !text.startsWith("-"));
  return first !== undefined && Boolean(harmless?.includes(first.text));
}

/** An option with code as its value: `tsx -e "…"`. */
const isCodeOption = (text: string | undefined) => /^-(?:e|p|pe|-eval|-print)$/.test(text ?? "");

const isStrange = ({ files, cwd }: Project, { kind, isOutput, file }: Reach) =>
  kind === "nothing" && !isOutput && files.isFile(path.resolve(cwd, file));

function takenByTool(project: Project, tracer: Tracer, call: Call, tool: Tool): Taken {
  const { does } = tool;
  if (does === "runs" && hasOption(readArguments(call, tool), "-e", "--eval", "-p", "--print")) {
    return takenCode(
      call,
      tracer,
      call.args.filter((_, index) => isCodeOption(call.args[index - 1]?.text)),
    );
  }
  const { inputs, areDefaults, isSelected, conditions, ...found } = findInputs(project, call, tool);
  let { open } = found;
  const mode = modeOf(call, does === "tests", conditions);
  const reachOf = ({ name, folder, isRegex }: (typeof inputs)[number]) =>
    isRegex
      ? tracer.reachOfRegex(name, folder, mode)
      : does === "runs"
        ? tracer.reachOfProgram(name, folder, mode)
        : tracer.reachOfPath(name, folder, mode);
  const reaches =
    areDefaults && does === "tests"
      ? [
          tracer.reachOfPatterns(
            inputs.map(({ name }) => name),
            call.folder,
            mode,
            isSelected,
          ),
        ]
      : inputs.map(reachOf);
  // A bundled file that loads nothing of the project is unlikely. It was probably not understood here.
  const strange = does === "bundles" || does === "compiles" ? reaches.filter((each) => isStrange(project, each)) : [];
  if (strange[0]) open ??= `${strange[0].file} loads nothing of this project`;
  const more: Reach[] = open === undefined ? [] : [{ kind: "unknown", file: call.shown, why: open }];
  return { does, reach: decisive([...reaches, ...more], call.shown) };
}

/**
 * Finds what a call does with code.
 *
 * @param project - Its packages.
 * @param tracer - Traces the code.
 * @param call - The call, except for TypeScript compilers.
 * @param isListed - Whether a program is known to use no code.
 */
export function findCode(project: Project, tracer: Tracer, call: Call, isListed: (program: string) => boolean): CodeOf {
  const runtime = RUNTIMES.get(call.program);
  if (runtime) {
    const taken = runtime(call, tracer, project);
    return taken ? { kind: "taken", ...taken } : { kind: "none" };
  }
  const tool = TOOLS.get(call.program);
  if (!tool) return { kind: isListed(call.program) ? "none" : "unlisted" };
  if (isHarmless(call, tool)) return { kind: "none" };
  const framework = findViteFramework(project, call, tool);
  if (tool.inputs === "sources" || framework) return { kind: "sources", tool, framework };
  return { kind: "taken", ...takenByTool(project, tracer, call, tool) };
}
