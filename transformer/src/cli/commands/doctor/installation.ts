import { satisfies, validRange } from "../../../type/semver.js";
import type { InstalledCompiler } from "../../project/compilers.js";
import { findInstalled, packageManagerOf } from "../../project/installed.js";
import type { Manifest } from "../../project/manifest.js";
import { advice, type Finding, fine, unguarded } from "./findings.js";

const MINIMUM_NODE = ">=20";
/** Must match the dependency of this package. */
export const OWN_COMPILER = "~6.0.3";

/** Checks Node.js against package.json. */
export function examineNode(version: string): Finding {
  return satisfies(version, MINIMUM_NODE)
    ? fine(`Node.js ${version}`)
    : unguarded(`Node.js ${version} is older than guards support (${MINIMUM_NODE})`, "run a newer Node.js");
}

/**
 * Checks that `importspy` is a dependency, which guards import in production, and the transformer a development one.
 *
 * @param manifest - The project's package.json.
 * @param shipsNothing - Whether it only holds packages, which are examined by themselves.
 */
export function examineDependencies(manifest: Manifest, shipsNothing: boolean): Finding[] {
  const { folder, dependencies, devDependencies, optionalDependencies } = manifest;
  const findings: Finding[] = [];
  if (dependencies.importspy !== undefined) {
    const installed = findInstalled("importspy", folder);
    findings.push(
      installed
        ? fine(`importspy ${installed.version} is a dependency`)
        : {
            ...unguarded("importspy is a dependency, but it is not installed", `${packageManagerOf(folder)} install`),
            after: "install",
          },
    );
  } else if (!shipsNothing) {
    const where =
      devDependencies.importspy !== undefined
        ? "only a development dependency: a production install would not have it"
        : optionalDependencies.importspy !== undefined
          ? "only an optional dependency: guards cannot do without it"
          : "not a dependency";
    findings.push(unguarded(`importspy is ${where}`, "npm install --save importspy"));
  }
  if (dependencies["@importspy/transformer"] !== undefined) {
    findings.push(
      advice(
        "@importspy/transformer is a dependency: a production install would bring a compiler",
        "npm install --save-dev @importspy/transformer",
      ),
    );
  } else if (devDependencies["@importspy/transformer"] === undefined) {
    findings.push(
      advice(
        "@importspy/transformer is not among the development dependencies: another machine would not have it",
        "npm install --save-dev @importspy/transformer",
      ),
    );
  }
  return findings;
}

/**
 * Checks the TypeScript of `importspy build`, which an override may have replaced.
 *
 * @param version - Its version.
 * @param compiler - The project's own compiler, which does the work when it is 7 or later.
 */
export function examineOwnCompiler(version: string, compiler: InstalledCompiler | undefined): Finding {
  const isNative = compiler !== undefined && compiler.major >= 7;
  const work = isNative
    ? `importspy build compiles with TypeScript ${compiler.version}, and reads contracts with ${version}`
    : `importspy build compiles with TypeScript ${version}`;
  return satisfies(version, OWN_COMPILER)
    ? fine(work)
    : unguarded(
        `@importspy/transformer was given TypeScript ${version}; it needs ${OWN_COMPILER}`,
        "leave @importspy/transformer out of what overrides typescript, and install again",
      );
}

/** Describes what `tsc` does in this project. */
export function describeCompiler(compiler: InstalledCompiler | undefined): string {
  if (!compiler) return "there is no TypeScript in this project";
  const { version, major, isAlias, isPatched } = compiler;
  if (isPatched) return `tsc here is TypeScript ${version}, changed by ts-patch: it runs plugins`;
  if (isAlias) return `tsc here is ${compiler.name} ${version} under the name typescript, which ts-patch refuses`;
  return major >= 7
    ? `tsc here is TypeScript ${version}, which runs no plugin: it emits without guards`
    : `tsc here is TypeScript ${version}, not patched: it emits without guards`;
}

/** Describes what shows contracts in an editor, when it is not the plugin of tsconfig.json. */
export function describeEditor(compiler: InstalledCompiler | undefined): string | undefined {
  const isNative = compiler !== undefined && compiler.major >= 7;
  return isNative ? "an editor on TypeScript 7 loads no plugin: importspy lsp shows contracts there" : undefined;
}

/** Checks tspc, the compiler of ts-patch. It works on the project's TypeScript. */
export function examineTspc(
  compiler: InstalledCompiler | undefined,
  folder: string,
  ours: string,
): Finding | undefined {
  const patch = findInstalled("ts-patch", folder);
  if (!patch) return undefined;
  const name = `tspc (ts-patch ${patch.version})`;
  const fix = "build with importspy build, which brings its own TypeScript";
  if (!compiler) return advice(`${name} has no TypeScript to run`, fix);
  if (compiler.isAlias) return advice(`${name} refuses ${compiler.name} under the name typescript`, fix);
  if (compiler.major >= 7) return advice(`${name} cannot run TypeScript ${compiler.version}`, fix);
  if (compiler.version !== ours) {
    return advice(`${name} runs TypeScript ${compiler.version}; the plugin needs ${ours} and stops the build`, fix);
  }
  return fine(`${name} runs TypeScript ${compiler.version}`);
}

/** Checks that package.json allows a TypeScript version that tspc needs. */
export function examineRange({ dependencies, devDependencies }: Manifest, ours: string): Finding[] {
  const asked = devDependencies.typescript ?? dependencies.typescript;
  // `catalog:` and similar values cannot be checked.
  if (asked === undefined || validRange(asked) === null || satisfies(ours, asked)) return [];
  const text = `tspc needs TypeScript ${ours}, and package.json asks for ${asked}`;
  return [unguarded(text, `npm install --save-dev typescript@${OWN_COMPILER}`)];
}
