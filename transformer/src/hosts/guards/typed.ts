import { existsSync } from "node:fs";
import path from "node:path";
import type ts from "typescript";
import { loadCompiler } from "../../cli/compiler.js";
import type { TypeScript } from "../../compiler/compiler.js";
import type { GuardService } from "../../service/types.js";
import { createGuardService } from "../../service.js";
import { toPath } from "../bundler/ids.js";
import type { GuardFinder } from "./finder.js";
import { inputsOf } from "./serviceInputs.js";

/** A tsconfig.json and those that it refers to: each file is of the first that lists it. */
interface Configured {
  readonly files: ReadonlySet<string>;
  readonly service: GuardService;
}

function openServices(typescript: TypeScript, first: string): readonly Configured[] {
  const seen = new Set<string>();
  const open = (tsconfig: string): Configured[] => {
    if (seen.has(tsconfig) || !existsSync(tsconfig)) return [];
    seen.add(tsconfig);
    const host: ts.ParseConfigFileHost = {
      ...typescript.sys,
      onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
        throw new Error(`importspy: ${typescript.flattenDiagnosticMessageText(messageText, "\n")}`);
      },
    };
    const parsed = typescript.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
    const references = (parsed?.projectReferences ?? []).map((each) => typescript.resolveProjectReferencePath(each));
    const service = createGuardService({ tsconfig, typescript });
    return [{ files: new Set(parsed?.fileNames), service }, ...references.flatMap((each) => open(toPath(each)))];
  };
  return open(first);
}

/**
 * Asks TypeScript about a project.
 *
 * @param tsconfig - Absolute path of its tsconfig.json.
 * @public It is loaded when it is needed.
 */
export function createTypedFinder(tsconfig: string): GuardFinder {
  const typescript = loadCompiler();
  const root = toPath(path.dirname(tsconfig));
  const projects = openServices(typescript, toPath(tsconfig));
  const serviceOf = (fileName: string): GuardService =>
    (projects.find(({ files }) => files.has(fileName)) ?? projects.find(({ files }) => files.size) ?? projects[0]!)
      .service;
  const host: ts.FormatDiagnosticsHost = {
    getCurrentDirectory: () => root,
    getCanonicalFileName: (name) => name,
    getNewLine: () => "\n",
  };

  const errorsOf = (fileName: string, service: GuardService): string => {
    // A contract on `declare module` stands in a file that nothing loads.
    const declarations = service.dependencies(fileName).filter((name) => /\.d\.[cm]?ts$/.test(name));
    const found = [fileName, ...declarations].flatMap((name) => service.diagnostics(name));
    const errors = found.filter(({ category }) => category === typescript.DiagnosticCategory.Error);
    return typescript.formatDiagnostics(typescript.sortAndDeduplicateDiagnostics(errors), host).trimEnd();
  };

  const watched = () =>
    projects.flatMap(({ service }) =>
      service.files().flatMap((each) => (service.stateOf(each) ? service.dependencies(each) : [])),
    );

  return {
    files: () => projects.flatMap(({ service }) => service.files()),
    inputs: () =>
      inputsOf(
        projects.map(({ service }) => service),
        watched(),
      ),
    watched,
    answerFor(fileName) {
      const service = serviceOf(fileName);
      const state = service.stateOf(fileName);
      const errors = state && errorsOf(fileName, service);
      return errors ? [state, errors] : [state];
    },
    guard(fileName, code, { format, ...rules }) {
      const name = toPath(fileName);
      const found = serviceOf(name).guard(name, code, {
        ...rules,
        format,
        sidecarSpecifier: (number) => rules.sidecar + (number ? `-${number}` : ""),
      });
      if (!found) return undefined;
      const { code: text, map, sidecars, format: kind } = found;
      return { code: text, mappings: map.mappings, sidecars, format: kind };
    },
    add(fileName) {
      const name = toPath(fileName);
      const code = typescript.sys.readFile(name);
      if (code === undefined || name.includes("/node_modules/")) return false;
      try {
        serviceOf(name).guard(name, code);
      } catch {
        // Why it cannot be guarded is told when it is loaded, as the host has it.
      }
      return true;
    },
    update(changed) {
      for (const { service } of projects) service.update(changed.map(toPath));
    },
  };
}
