import path from "node:path";
import type { TypeScript } from "../../../compiler/compiler.js";
import { isInside } from "../../paths.js";
import { otherTransformersOf, type ProjectConfig } from "../../project/config.js";

const JAVASCRIPT = /\.[cm]?jsx?$/;

/** The JavaScript that a configuration's build emits, with the source of each. */
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

/** What the builds of a project leave. */
export class Built {
  /** What builds with guards emit, with the source of each. */
  readonly guarded = new Map<string, string>();
  /** The files that builds with guards compile, with an output of each. */
  private readonly outputs = new Map<string, string>();
  /** The configurations that builds with guards emit by, with the options of the calls. */
  readonly configs: ProjectConfig[] = [];
  /** Something replaces aliases in what is emitted. */
  rewritesPaths = false;
  /** Files and folders that other programs write: they are judged where these are called. */
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

  /** The files that builds with guards compile. */
  get sources(): ReadonlyMap<string, string> {
    return this.outputs;
  }

  outputOf(source: string): string | undefined {
    return this.outputs.get(source);
  }

  addUnguarded(config: ProjectConfig): void {
    const { outDir } = config.parsed.options;
    for (const [output] of emittedBy(this.typescript, config)) this.otherFiles.add(output);
    // Another version of the compiler may lay it out in another way.
    if (outDir !== undefined) this.addOther(outDir);
  }

  addOther(name: string): void {
    this.others.push(path.normalize(name));
  }

  /** Whether a call that is judged by itself makes a file. */
  isOther(name: string): boolean {
    return this.otherFiles.has(name) || this.others.some((each) => isInside(name, each));
  }
}
