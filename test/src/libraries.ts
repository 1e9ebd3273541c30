/**
 * TypeScript's libraries, parsed and bound once for all programs of a process, as TypeScript's language service does for
 * the projects of an editor. They take half of the time of a small program.
 *
 * @module
 */
import type ts from "typescript";

type Create = (input: ts.CreateProgramOptions, ...rest: unknown[]) => ts.Program;

/** What TypeScript's declarations do not tell. */
interface Compiler {
  readonly sys: ts.System;
  getSourceFileVersionAsHashFromText(host: ts.CompilerHost, text: string): string;
}

const LIBRARY = /\/typescript\/lib\/lib\.[^/]*\.d\.ts$/;

/** What a parsed file depends on, besides its text. */
function keyOf(fileName: string, options: ts.ScriptTarget | ts.CreateSourceFileOptions): string {
  const { languageVersion, impliedNodeFormat, jsDocParsingMode } =
    typeof options === "object" ? options : { languageVersion: options };
  return [fileName, languageVersion, impliedNodeFormat, jsDocParsingMode].join(" ");
}

/** Lets the hosts of a compiler share libraries. */
function createSharing(compiler: Compiler): (host: ts.CompilerHost) => void {
  const libraries = new Map<string, ts.SourceFile>();
  const sharing = new WeakSet<ts.CompilerHost>();
  return (host) => {
    if (sharing.has(host)) return;
    sharing.add(host);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (fileName, options, ...rest) => {
      if (!LIBRARY.test(fileName)) return read(fileName, options, ...rest);
      const key = keyOf(fileName, options);
      const known = libraries.get(key);
      if (known) return known;
      const file = read(fileName, options, ...rest) as (ts.SourceFile & { version?: string }) | undefined;
      // Who has libraries of its own gives them the same names.
      if (!file || file.text !== compiler.sys.readFile(fileName)) return file;
      // The host of an incremental program adds it, which may not be the first one.
      file.version ??= compiler.getSourceFileVersionAsHashFromText(host, file.text);
      libraries.set(key, file);
      return file;
    };
  };
}

/** The function of ts-patch's compiler that makes programs. TypeScript defines its exports so that nobody can replace them. */
const name = "originalCreateProgram";

/**
 * Loads a compiler of ts-patch whose programs share libraries.
 *
 * @param load - Loads it.
 */
export function loadSharing<Loaded extends object>(load: () => Loaded): Loaded {
  const { defineProperty } = Object;
  Object.defineProperty = (target, key, attributes) =>
    defineProperty(target, key, key === name ? { ...attributes, configurable: true } : attributes);
  let compiler: Loaded;
  try {
    compiler = load();
  } finally {
    Object.defineProperty = defineProperty;
  }
  const create = (compiler as unknown as Record<typeof name, Create>)[name];
  const share = createSharing(compiler as unknown as Compiler);
  const value: Create = (input, ...rest) => {
    if (input.host) share(input.host);
    return create(input, ...rest);
  };
  return defineProperty(compiler, name, { value });
}
