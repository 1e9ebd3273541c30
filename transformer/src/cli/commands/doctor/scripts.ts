import path from "node:path";
import { memoize } from "../../../analysis/memoize.js";
import { isInside, showIn } from "../../paths.js";
import { findCompiler } from "../../project/compilers.js";
import { emitsCode, type ProjectConfig } from "../../project/config.js";
import { splitArguments, valuesOf } from "../../scripts/arguments.js";
import { type Compilation, isCompiler, readCompilation } from "../../scripts/compilers.js";
import { type Followed, followCommand, followScripts } from "../../scripts/follow/follow.js";
import { type Call, nameOf, type Project } from "../../scripts/model.js";
import { findToolConfig, parseFile, readToolConfig } from "../../scripts/tools/configFiles.js";
import type { PluginState } from "../../scripts/tools/forms.js";
import { HARMLESS } from "../../scripts/tools/harmless.js";
import { hooksOf, type MissingHooks, REGISTER, wayTo } from "../../scripts/tools/hooks.js";
import { findConfigOf, findOutputs } from "../../scripts/tools/inputs.js";
import { hostFor, type MissingPlugin, type PluginPlace, pluginStateIn } from "../../scripts/tools/plugins.js";
import type { Tool } from "../../scripts/tools/tool.js";
import { TOOLS } from "../../scripts/tools/tools.js";
import { findViteFramework, type ViteFramework } from "../../scripts/tools/viteFrameworks.js";
import { Built, emittedBy } from "../../scripts/trace/built.js";
import type { Taken } from "../../scripts/trace/runtimes.js";
import { startedCalls } from "../../scripts/trace/started.js";
import { findCode, isHarmless } from "../../scripts/trace/taken.js";
import { type Mode, type Reach, Tracer } from "../../scripts/trace/trace.js";
import { examineCompilation, isGuarding } from "./compile.js";
import { type Finding, fine, isProblem, unguarded, unknown } from "./findings.js";
import { OWN_COMPILER } from "./installation.js";

/** Programs that rewrite path aliases in emitted files. */
const REWRITERS = new Set(["tsc-alias", "tscpaths", "resolve-tspaths", "tsconfig-replace-paths"]);

const HELP = ["--version", "-v", "-V", "--help", "-h"];

const FOLLOWABLE =
  "write it so that doctor can follow, or name the scripts that count: importspy doctor --script <name>";

/** Judges the calls in scripts. */
class Judge {
  private readonly project: Project;
  private readonly tracer: Tracer;
  readonly built: Built;
  /** Whether a call builds with guards. */
  guards = false;

  constructor(project: Project, calls: readonly Call[], isContracted: (fileName: string) => boolean) {
    this.project = project;
    this.built = new Built(project.typescript);
    for (const call of calls) this.addBuilt(call);
    this.built.rewritesPaths ||= calls.some(({ program }) => REWRITERS.has(program));
    for (const call of calls.flatMap((each) => startedCalls(project, each))) this.addBuilt(call);
    this.tracer = new Tracer(project, this.built, {
      isContracted,
      reachOfCommand: (text, mode) => this.reachOfCommand(text, mode),
    });
  }

  private readonly compilationOf = memoize((call: Call): Compilation | "unknown" | undefined =>
    readCompilation(this.project, call),
  );

  private addBuilt(call: Call): void {
    const compilation = isCompiler(call) ? this.compilationOf(call) : undefined;
    if (typeof compilation === "object") {
      const isGuarded = isGuarding(compilation);
      this.guards ||= isGuarded;
      for (const config of compilation.configs) {
        if (isGuarded) this.built.addGuarded(config);
        else this.built.addUnguarded(config);
      }
    }
    const tool = TOOLS.get(call.program);
    if (!tool || isHarmless(call, tool)) return;
    const { outputs = [] } = findViteFramework(this.project, call, tool) ?? {};
    const folders = outputs.map((name) => path.resolve(call.folder, name));
    for (const output of [...findOutputs(this.project, call, tool), ...folders]) {
      if (!isInside(call.unit.manifest.folder, output)) this.built.addOther(output);
    }
  }

  /** What a command reaches, when a file of the project starts it. */
  private reachOfCommand(text: string, { unit, folder }: Mode): Reach {
    const { calls, unknowns } = followCommand(this.project, unit, text, folder);
    const isOpen = unknowns.length > 0 || calls.some((call) => this.judge(call).some(isProblem));
    const why = `it starts ${JSON.stringify(text)}`;
    return isOpen ? { kind: "unknown", file: text, why } : { kind: "nothing", file: text };
  }

  /** The findings about a call. */
  judge(call: Call): Finding[] {
    if (call.args.length === 1 && HELP.includes(call.args[0]!.text)) return [];
    if (isCompiler(call)) return this.judgeCompiler(call);
    const code = findCode(
      this.project,
      this.tracer,
      call,
      (program) => HARMLESS.has(program) || program === "importspy",
    );
    switch (code.kind) {
      case "none":
        return [];
      case "unlisted":
        return [
          unknown(
            `cannot tell what ${nameOf(call)} runs: doctor does not know ${JSON.stringify(call.program)}`,
            FOLLOWABLE,
          ),
        ];
      case "sources":
        return [this.tellSources(call, code.tool, code.framework)];
      case "taken":
        return this.tellTaken(call, code);
    }
  }

  private judgeCompiler(call: Call): Finding[] {
    const compilation = this.compilationOf(call);
    if (compilation !== "unknown") return compilation ? examineCompilation(compilation) : [];
    const text = `cannot tell what ${nameOf(call)} compiles: a part of ${JSON.stringify(call.shown)} is computed`;
    return [unknown(text, "write its arguments in the script")];
  }

  private tellSources(call: Call, { isLikeTsc }: Tool, framework: ViteFramework | undefined): Finding {
    const { program } = call;
    const script = nameOf(call);
    const { state, missing } = this.pluginOf(call);
    const configured = missing && showIn(this.project.cwd, missing.fileName);
    if (state === "used") {
      this.guards = true;
      const unfit = missing?.host === "plugin" ? this.tellUnfit(call) : undefined;
      if (unfit) return unfit;
      if (framework?.doubt !== undefined) {
        const doubt = `${script} builds with importspy's plugin in ${configured}, but doctor cannot tell what ${framework.doubt} makes of it`;
        return unknown(doubt, "use @sveltejs/adapter-node 5.5.6 or later (docs/hosts.md)");
      }
      return fine(`${script} builds with ${program}, and with importspy's plugin in ${configured}`);
    }
    if (state === "unknown") {
      const doubt = `cannot tell whether ${script} builds with guards: importspy is not plainly in ${configured}`;
      return unknown(doubt, this.linesFor(missing!));
    }
    const finding = this.tellCompiling(call, isLikeTsc, missing);
    return missing ? { ...finding, plugin: missing } : finding;
  }

  /** Reports a TypeScript on which the plugin stops the build: the tool compiles with that of the project. */
  private tellUnfit(call: Call): Finding | undefined {
    const compiler = findCompiler(call.folder);
    if (!compiler || compiler.version === this.project.typescript.version) return undefined;
    return unguarded(
      `${nameOf(call)} builds with ${call.program} on TypeScript ${compiler.version}, on which importspy's plugin stops the build`,
      `npm install --save-dev typescript@${OWN_COMPILER}`,
    );
  }

  private tellCompiling(call: Call, isLikeTsc: boolean | undefined, missing: MissingPlugin | undefined): Finding {
    const { program, args, folder } = call;
    const script = nameOf(call);
    const text = `${script} builds with ${program}, which compiles this project's sources by itself, without guards`;
    const isThere = (name: string) => this.project.files.isFile(path.join(folder, name));
    const config = ["tsconfig.build.json", "tsconfig.app.json"].find(isThere);
    const build = `importspy build${config === undefined ? "" : ` -p ${config}`}`;
    const plugin = missing ? this.linesFor(missing) : wayTo(call);
    if (!isLikeTsc) {
      const other = `keep contracts in a package that importspy build builds; ${program} cannot be given guards yet`;
      return unguarded(text, plugin ?? other);
    }
    const isRun = args[0]?.text === "start";
    const instead = isRun ? `build with "${build}", and run what it emits` : `write "${build}" in ${script}`;
    return unguarded(text, plugin === undefined ? instead : `${plugin}, or ${instead}`);
  }

  /** The file that a guarded build emits, or would emit, for a source. */
  private outputOf(source: string): string | undefined {
    const configs = this.project.packages.flatMap((each) => each.configs.filter(emitsCode));
    const outputs = configs.flatMap((config) => emittedBy(this.project.typescript, config));
    const [output] = outputs.find((each) => each[1] === source) ?? [];
    return output === undefined ? undefined : showIn(this.project.cwd, output);
  }

  /** Whether the configuration of a call has importspy's plugin, and otherwise where it could be added. */
  private pluginOf(call: Call): { readonly state: PluginState; readonly missing?: MissingPlugin } {
    const tool = TOOLS.get(call.program);
    const place = tool?.plugin;
    const isUsed = !place?.commands || call.args.some(({ text }) => place.commands!.includes(text));
    const fileName = place && isUsed ? this.configOf(call, tool, place) : undefined;
    if (!place || fileName === undefined) return { state: "missing" };
    const builder = place.form === "name" ? this.builderOf(call, fileName) : undefined;
    if (builder === "rspack") return this.pluginOfRspack(call);
    if (builder === "swc") return { state: "missing" };
    const state = pluginStateIn(this.project.typescript, parseFile(this.project, fileName), place);
    return { state, missing: { fileName, place, host: hostFor(place, call.program) } };
  }

  /** The configuration file with the plugins of a call. */
  private configOf(call: Call, tool: Tool, { configs, configOptions = [] }: PluginPlace): string | undefined {
    const config = configs ? undefined : findConfigOf(this.project, call, tool);
    if (typeof config === "object") return config.fileName;
    const given = splitArguments(call.args, [...(tool.valued ?? []), ...configOptions, "--root"]);
    const [other] = valuesOf(given, ...configOptions);
    const [root] = configOptions.length ? valuesOf(given, "--root") : [];
    if (other) return this.namedConfig(path.resolve(call.folder, root?.text ?? ".", other.text), other.isDynamic);
    const named = root ?? given.operands[1];
    const folder = named ? path.resolve(call.folder, named.text) : call.folder;
    return (
      configs && (findToolConfig(this.project, folder, configs) ?? findToolConfig(this.project, call.folder, configs))
    );
  }

  private namedConfig(fileName: string, isDynamic: boolean): string | undefined {
    return !isDynamic && this.project.files.isFile(fileName) ? fileName : undefined;
  }

  /** The builder of nest-cli. SWC, alone or in Rspack, ignores the plugins of nest-cli. */
  private builderOf(call: Call, config: string): string | undefined {
    const given = valuesOf(splitArguments(call.args, ["-b", "--builder"]), "-b", "--builder").map(({ text }) => text);
    const properties = ["compilerOptions.builder", "builder.type"];
    const texts = readToolConfig(this.project, config, call.folder).read(properties)?.texts ?? [];
    return (given.length ? given : texts).find((each) => ["swc", "rspack"].includes(each));
  }

  /** Checks the Rspack configuration that nest-cli loads. */
  private pluginOfRspack(call: Call): { readonly state: PluginState; readonly missing?: MissingPlugin } {
    const fileName = findToolConfig(this.project, call.folder, ["rspack.config"]);
    if (fileName === undefined) return { state: "missing" };
    const place: PluginPlace = { hosts: ["rspack"], list: "plugins" };
    const state = pluginStateIn(this.project.typescript, parseFile(this.project, fileName), place);
    return { state, missing: { fileName, place, host: "rspack" } };
  }

  /** The lines to add for a missing plugin; `init` adds them. */
  private linesFor({ fileName, place: { list, form, sections }, host }: MissingPlugin): string {
    const config = showIn(this.project.cwd, fileName);
    switch (form) {
      case "wrapper":
        return `write export default withImportspy(…) in ${config}, with import withImportspy from "@importspy/transformer/${host}" (importspy init does so)`;
      case "transformer":
        return `write ["@importspy/transformer/${host}", { "transform": … }] around each transformer in ${config} (importspy init does so)`;
      case "name":
        return `add "@importspy/transformer" to compilerOptions.${list} of ${config} (importspy init does so)`;
    }
    const where = sections ? `${sections.join(", ")} of ${config}` : config;
    return `add ${list}: [importspy()] to ${where}, with import importspy from "@importspy/transformer/${host}" (importspy init does so)`;
  }

  private fixFor(
    { does, reach: { source } }: Taken,
    call: Call,
    missing: MissingPlugin | undefined,
    hooks: MissingHooks | undefined,
  ): string {
    const { program } = call;
    const output = source === undefined ? undefined : this.outputOf(source);
    const lines = missing ? this.linesFor(missing) : ((hooks && `write ${program} ${REGISTER} in it`) ?? wayTo(call));
    const plugin = lines === undefined ? "" : `${lines}, or `;
    if (does === "tests") return `${plugin}test what importspy build emits`;
    if (does !== "runs")
      return `${plugin}let ${program} work on what importspy build emits${output === undefined ? "" : `: ${output}`}`;
    return output === undefined
      ? `${plugin}let importspy build emit JavaScript, and run that`
      : `${plugin}run what importspy build emits: node ${output}`;
  }

  /** The findings about the code that a call uses. */
  private tellTaken(call: Call, taken: Taken): Finding[] {
    const { does, reach } = taken;
    const { kind, file, by, why } = reach;
    const script = nameOf(call);
    const through = by === undefined ? "" : ` (through ${by})`;
    const proof = does === "bundles" ? "; importspy verify proves the bundle" : "";
    switch (kind) {
      case "nothing":
        return [];
      case "guarded":
        if (reach.isByPlugin) {
          this.guards = true;
          const name = by ?? file;
          return [
            fine(
              `${script} ${does} ${name}, which bundles with importspy's plugin; importspy verify proves the bundle`,
            ),
          ];
        }
        return [fine(`${script} ${does} ${file}${through}, which is built with guards${proof}`)];
      case "source": {
        const hooks = hooksOf(call);
        if (hooks === "used") {
          this.guards = true;
          return [fine(`${script} ${does} ${file}${through} with importspy's hooks: ${REGISTER}`)];
        }
        const { state, missing = reach.plugin } = this.pluginOf(call);
        const config = missing && showIn(this.project.cwd, missing.fileName);
        if (state === "used") {
          this.guards = true;
          return [fine(`${script} ${does} ${file}${through} with importspy's plugin in ${config}${proof}`)];
        }
        if (state === "unknown") {
          const doubt = `cannot tell whether ${script} ${does} ${file} with guards: importspy is not plainly in the plugins of ${config}`;
          return [unknown(doubt, `write plugins: [importspy()] in ${config}, in each build that it has`)];
        }
        const text = `${script} ${does} ${file}${through} with ${call.program}, which puts no guards into it`;
        const isEmitted = reach.source !== undefined && this.outputOf(reach.source) !== undefined;
        const finding = unguarded(text, this.fixFor(taken, call, missing, hooks));
        // Running sources is not safe when a build could emit them, because production may run them the same way.
        const isSafe = hooks && (does === "tests" || call.program === "tsx" || !isEmitted);
        return [{ ...finding, ...(missing && { plugin: missing }), ...(isSafe && { hooks }) }];
      }
      case "unknown":
        return [unknown(`cannot tell what ${script} ${does} with ${call.program}: ${why}${through}`, FOLLOWABLE)];
    }
  }
}

/** The effect of a project's scripts on its guards. */
export interface ScriptFindings {
  readonly findings: readonly Finding[];
  /** All calls that its scripts reach. */
  readonly calls: readonly Call[];
  /** The configurations that are built with guards. */
  readonly configs: readonly ProjectConfig[];
}

function examineFollowed(judge: Judge, { calls, unknowns }: Followed): Finding[] {
  const told = unknowns.map((each) =>
    unknown(`cannot tell what ${nameOf(each)} runs: ${JSON.stringify(each.shown)}: ${each.why}`, FOLLOWABLE),
  );
  const findings = [...calls.flatMap((call) => judge.judge(call)), ...told];
  return [...new Map(findings.map((finding) => [finding.verdict + finding.text, finding])).values()];
}

/**
 * Judges what the scripts of a project run.
 *
 * @param project - Its packages.
 * @param isContracted - Whether a source file has a contract.
 * @param names - The scripts to report on; all when absent.
 */
export function examineScripts(
  project: Project,
  isContracted: (fileName: string) => boolean,
  names?: readonly string[],
): ScriptFindings {
  const all = followScripts(project);
  const judge = new Judge(project, all.calls, memoize(isContracted));
  const findings = examineFollowed(judge, names ? followScripts(project, names) : all);
  const { configs } = judge.built;
  if (judge.guards || findings.some(isProblem)) return { findings, calls: all.calls, configs };
  const silent = all.calls.some(({ program, args }) => program === "importspy" && args[0]?.text === "build");
  const missing = silent
    ? unknown(
        "importspy build emits nothing here: noEmit is set, or emitDeclarationOnly",
        "let tsconfig.json emit JavaScript, and run that",
      )
    : unknown(
        "no script of package.json builds this project with guards",
        'add "build": "importspy build" to the scripts',
      );
  return { findings: [...findings, missing], calls: all.calls, configs };
}
