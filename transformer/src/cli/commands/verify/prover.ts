/**
 * What a proof knows while it is made: the sidecars that were read, and which contract a specifier leads to.
 *
 * @module
 */
import path from "node:path";
import { patternFor, withoutScheme } from "../../../analysis/externalNames.js";
import { once } from "../../../analysis/memoize.js";
import type { TypeScript } from "../../../compiler/compiler.js";
import { showIn } from "../../paths.js";
import type { BuiltContract } from "./bundle/judge.js";
import type { Conditions } from "./conditions.js";
import { createFileTest, createReader, type Operand, sidecarPathOf } from "./files.js";
import type { Finding } from "./findings.js";
import type { Load } from "./module.js";
import { nearestPackage } from "./packages.js";
import { readSidecar, type Sidecar } from "./sidecar.js";
import { createResolver } from "./specifiers.js";

/** Reads what a proof needs, each file once. */
export function createProver(
  typescript: TypeScript,
  operands: readonly Operand[],
  cwd: string,
  conditions: Conditions,
) {
  const read = createReader();
  const isFile = createFileTest(operands);
  const { resolve, conditional } = createResolver(typescript, isFile, conditions.named);
  const sidecars = new Map<string, Sidecar | undefined>();
  const bundled = new Set(operands.flatMap((operand) => operand.bundled));
  const sidecarOf = (fileName: string): Sidecar | undefined => {
    if (sidecars.has(fileName)) return sidecars.get(fileName);
    const name = sidecarPathOf(fileName);
    const isSidecar = isFile(name) && !bundled.has(name);
    const sidecar = isSidecar ? readSidecar(name, read(name)) : undefined;
    sidecars.set(fileName, sidecar);
    return sidecar;
  };
  /** Contracts of external modules, by key. */
  const foreign = new Map<string, BuiltContract>();
  const findings: Finding[] = [];
  const show = (fileName: string) => showIn(cwd, fileName);
  const add = (verdict: Finding["verdict"], fileName: string, text: string, line?: number) =>
    findings.push({ verdict, fileName: show(fileName), text, ...(line !== undefined && { line }) });

  /** The emitted file of each module that has a contract, by package and module. */
  const emitted = once(
    () =>
      new Map(
        [...sidecars].flatMap(([fileName, sidecar]) =>
          sidecar?.contract ? [[`${sidecar.packageName}\n${sidecar.moduleName}`, fileName] as const] : [],
        ),
      ),
  );
  /** The emitted file of a source: package.json may name sources, and several packages may share an output folder. */
  const emittedOf = (fileName: string): string => {
    if (!/\.[cm]?tsx?$/.test(fileName)) return fileName;
    const owner = nearestPackage(path.dirname(fileName));
    const module = owner && path.relative(owner.folder, fileName).split(path.sep).join("/");
    return emitted().get(`${owner?.name}\n${module}`) ?? fileName;
  };
  const targetAt = (fileName: string | undefined, from: string): Target | undefined => {
    const file = fileName === undefined ? undefined : emittedOf(fileName);
    const contract = file === undefined || file === from ? undefined : sidecarOf(file)?.contract;
    return contract && { keys: [contract.key], name: show(file!) };
  };

  const listed = new Set(operands.flatMap(({ modules }) => modules));
  const resolveAs = (specifier: string, from: string, form?: Load["form"]) =>
    resolve(specifier, from, form && (form === "require" ? "path" : "url"));
  /**
   * The name in `declare module` that a specifier stands for: itself, another that leads to the same file, as the build
   * has it, or a pattern. Patterns do not apply to the project's own files.
   */
  const declaredName = (specifier: string, from: string, form?: Load["form"]): string | undefined => {
    const names = new Set([...foreign.values()].map(({ module }) => module));
    const plain = withoutScheme(specifier);
    if (!names.size || names.has(plain)) return names.size ? plain : undefined;
    const file = resolveAs(specifier, from, form);
    if (file !== undefined && listed.has(file)) return undefined;
    const isSame = (name: string) => !name.includes("*") && resolve(name, from) === file;
    return (file === undefined ? undefined : [...names].find(isSame)) ?? patternFor(names, specifier);
  };
  /** The contract that a specifier leads to; several when packages have contracts of their own for one module. */
  const targetOf = (specifier: string, from: string, form?: Load["form"]): Target | undefined => {
    const name = declaredName(specifier, from, form);
    const provided = [...foreign.values()].filter(({ module }) => module === name);
    if (provided.length) return { keys: provided.map(({ key }) => key), name: specifier };
    return targetAt(resolveAs(specifier, from, form), from);
  };
  /** The contracts that a specifier leads to under conditions. */
  const conditionalTargetsOf = (specifier: string, from: string): readonly ConditionalTarget[] =>
    conditional(specifier, from).flatMap(({ condition, fileName }) => {
      const target = targetAt(fileName, from);
      return target ? [{ ...target, condition }] : [];
    });

  return {
    typescript,
    cwd,
    read,
    isFile,
    resolve,
    conditions,
    assumed: new Set<string>(),
    sidecars,
    sidecarOf,
    foreign,
    findings,
    show,
    add,
    targetOf,
    conditionalTargetsOf,
  };
}

/** A contracted module that a file loads. */
export interface Target {
  readonly keys: readonly string[];
  /** The file, or the external module. */
  readonly name: string;
}

/** A contracted module that a condition of `exports` leads to. */
export interface ConditionalTarget extends Target {
  readonly condition: string;
}

export type Prover = ReturnType<typeof createProver>;
