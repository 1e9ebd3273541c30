import path from "node:path";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isInside } from "../../paths.js";
import { otherTransformersOf, type ProjectConfig } from "../../project/config.js";

const JAVASCRIPT = /\.[cm]?jsx?$/;

/** The JavaScript files that a configuration emits, with the source of each. */
export function emittedBy(
  typescript: TypeScript,
  { parsed }: ProjectConfig,
): (readonly [output: string, source: string])[] {
  const isCode = (name: string) => /\.[cm]?[jt]sx?$/.test(name) && !/\.d\.[cm]?ts$/.test(name);
  return parsed.fileNames.filter(isCode).flatMap((source) => {
    const names = typescript.getOutputFileNames(parsed, source, !typescript.sys.useCaseSensitiveFileNames);
    const output = names.find((name) => JAVASCRIPT.test(name));
    return output ? [[path.normalize(output), path.normalize(source)] as const] : [];
  });
}

/** The output of a project's builds. */
export class Built {
  /** The output of guarded builds, with the source of each file. */
  readonly guarded = new Map<string, string>();
  /** The sources of guarded builds, with one output of each. */
  private readonly outputs = new Map<string, string>();
  /** The configurations of guarded builds, with the options of the calls. */
  readonly configs: ProjectConfig[] = [];
  /** Whether a program rewrites path aliases in the output. */
  rewritesPaths = false;
  /** Files and folders that other programs write. They are judged at the calls that write them. */
  private readonly others: string[] = [];
  private readonly otherFiles = new Set<string>();
  private readonly typescript: TypeScript;

  constructor(typescript: TypeScript) {
    this.typescript = typescript;
  }

  addGuarded(config: ProjectConfig): void {
    this.configs.push(config);
    for (const [output, source] of emittedBy(this.typescript, config)) {
      this.guarded.set(output, source);
      this.outputs.set(source, output);
    }
    this.rewritesPaths ||= otherTransformersOf(config).length > 0;
  }

  /** The sources of guarded builds. */
  get sources(): ReadonlyMap<string, string> {
    return this.outputs;
  }

  outputOf(source: string): string | undefined {
    return this.outputs.get(source);
  }

  addUnguarded(config: ProjectConfig): void {
    const { outDir } = config.parsed.options;
    for (const [output] of emittedBy(this.typescript, config)) this.otherFiles.add(output);
    // Another compiler version may use another layout.
    if (outDir !== undefined) this.addOther(outDir);
  }

  addOther(name: string): void {
    this.others.push(path.normalize(name));
  }

  /** Whether another call, which is judged separately, writes a file. */
  isOther(name: string): boolean {
    return this.otherFiles.has(name) || this.others.some((each) => isInside(name, each));
  }
}
