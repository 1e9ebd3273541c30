// Builds `dist/`: each entry as one ES module and one CommonJS module (a guard that loads eight small files
// would cost more than it judges), with types for both. Entries are imported by their path, since a package with
// `exports` would cost more, too: Node.js takes 1 to 2 ms to resolve the first import of such a package.
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { rollup } from "rollup";
import { minify } from "terser";
import { listCommands } from "./commands.mjs";
import { compilePackage } from "./compile.mjs";
import { listFields } from "./fields.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const from = (...parts) => join(root, ...parts);
const FORMATS = [
  ["esm", "mjs"],
  ["cjs", "cjs"],
];
const ENTRIES = [
  "index",
  "contract",
  "guard",
  "values",
  "importers",
  "load",
  "restrict",
  "inlined",
  "formats",
  "packages",
  "packages.browser",
  "trace",
  "files",
  "artifacts",
  "printable",
  "fields",
  "suggest",
  "testing",
  "testing.hooks",
];

/** What only the command line and the compiler plugin load, which are CommonJS. */
const TOOLS = ["files", "artifacts", "printable", "fields", "suggest", "testing"];
/** What only CommonJS modules need: nothing of Node.js looks up ES modules where others can see it. */
const COMMONJS = ["restrict"];
/** What Node.js loads as a thread of hooks. */
const HOOKS = ["testing.hooks"];
/**
 * Nobody reads what the command line is made of, and a production install holds it. Statements stay apart: publint knows
 * CommonJS by `exports.x` at the beginning of one.
 */
async function shrink(code) {
  const compress = { ecma: 2022, passes: 2, sequences: false };
  const output = await minify(code, { toplevel: true, compress, format: { ascii_only: true, ecma: 2022 } });
  return output.code;
}
/** Of what is as long as the guard, `verify` need not recognize anything in bundles. Node.js prints the line that throws. */
const SHORT_LINES = { minifyWhitespace: true, minifyIdentifiers: true, lineLimit: 100 };

/** The text of an entry, without comments, and in ASCII: of other characters Node.js makes a text twice as large, and slower. */
async function textOf(name, code) {
  if (TOOLS.includes(name)) return shrink(code);
  return (await transform(code, { charset: "ascii", ...(name === "load" ? SHORT_LINES : {}) })).code;
}
const formatsOf = (entry) =>
  FORMATS.filter(([format]) => !(format === "esm" ? [...TOOLS, ...COMMONJS] : HOOKS).includes(entry));

/** The common formats; loading all of them takes 50 % longer. */
const COMMON_FORMATS = ["_isFormatUri", "_isFormatUrl", "_isFormatEmail", "_isFormatUuid"];

function compile() {
  // What the package holds besides is CommonJS.
  mkdirSync(from("build"));
  writeFileSync(from("build", "package.json"), '{ "type": "module" }\n');
  compilePackage(root);
}

/** The checks behind typia's tags, bundled so that a production install needs no typia: two files, common and rare. */
async function bundleFormats() {
  const internal = join(dirname(createRequire(import.meta.url).resolve("typia/package.json")), "lib", "internal");
  const names = readdirSync(internal)
    .filter((name) => /^_isFormat\w*\.mjs$/.test(name))
    .map((name) => name.slice(0, -".mjs".length));
  // `\S` is also what stands before and behind a colon; to tell them apart takes 20 minutes for a text of a megabyte.
  const url = readFileSync(join(internal, "_isFormatUrl.mjs"), "utf8");
  const linear = url.replace("\\S+(?::\\S*)?@", "\\S+@");
  // To an expression with the flags i and u, `ſ` is an `s`.
  const exact = linear.replace("PATTERN.test(str)", 'PATTERN.test(str) && str[4] !== "\\u017f"');
  if (linear === url || exact === linear) throw new Error("typia's expression for URLs is another one now");
  writeFileSync(from("build", "url.js"), exact);
  const checksOf = (file) =>
    [...readFileSync(from("build", file), "utf8").matchAll(/^export const (\w+)/gm)].map(([, name]) => [
      name,
      from("build", file),
    ]);
  const ours = Object.fromEntries([
    ...["uri.js", "standards.js", "template.js"].flatMap((name) => checksOf(join("formats", name))),
    ["_isFormatUrl", from("build", "url.js")],
  ]);
  const sourceOf = (name) => ours[name] ?? `./${name}.mjs`;
  const bundle = async (file, chosen) => {
    await build({
      stdin: {
        contents: chosen.map((name) => `export { ${name} } from ${JSON.stringify(sourceOf(name))};`).join("\n"),
        resolveDir: internal,
        loader: "js",
      },
      bundle: true,
      format: "esm",
      minifySyntax: true,
      outfile: from("build", `${file}.js`),
    });
    const declarations = chosen.map((name) => `export declare const ${name}: (...values: any[]) => boolean;\n`);
    writeFileSync(from("build", `${file}.d.ts`), declarations.join(""));
  };
  const rare = names.filter((name) => !COMMON_FORMATS.includes(name));
  await bundle("formats", [...rare, "_isTemplate"]);
  await bundle("common", COMMON_FORMATS);
  // Part of the guard's file: to load a second one costs almost as much as all that a guard judges.
  for (const guard of ["guard.js", "guard.d.ts"])
    appendFileSync(from("build", guard), 'export * from "./common.js";\n');
}

/**
 * `function a(b) { … }` → `const a = (b) => { … };` at the top level of a file: a bundler writes it in fewer bytes, 1.5 % of
 * a guarded program. Nothing there calls a function before its place. What sidecars call stays: people look for it.
 */
const asArrows = (code) =>
  code.replace(/^function (?!enforce|guard)(\w+)(\(.*\)) (\{\n[\s\S]*?^\})$/gm, "const $1 = $2 => $3;");

/**
 * The guard's file with the bodies of short functions in the place of their calls: a collector is a function of its own
 * in the sources, and costs nothing in a bundle. Names stay.
 */
async function inline(code) {
  const variables = { reduce_vars: true, collapse_vars: true, unused: true, keep_fnames: true };
  const compress = { defaults: false, inline: 3, evaluate: true, ...variables };
  const format = { beautify: true, ascii_only: true, ecma: 2022 };
  const inlined = await minify(code, { module: true, mangle: false, compress: { ...compress, passes: 3 }, format });
  return asArrows(inlined.code);
}

/** Tests need not load the definitions of fields twice; commands load one bundle faster than two. */
const isOfFields = (entry, id) => ["testing", "judging"].includes(entry) && id === from("build", "fields.js");

/** Each entry is one file, so that a guard loads no second one; only guard.js has state, and is shared. */
async function bundleEntries() {
  for (const name of ENTRIES) {
    // The guard's file has the judge of variables, too.
    const isOfGuard = (id) => name !== "guard" && /[\\/](?:guard|env[\\/]judge)\.js$/.test(id);
    const isExternal = (id) => id.startsWith("node:") || isOfGuard(id) || isOfFields(name, id);
    const bundle = await rollup({ input: from("build", `${name}.js`), external: isExternal });
    for (const [format, extension] of formatsOf(name)) {
      const paths = (id) =>
        id.startsWith("node:") ? id : isOfFields(name, id) ? "./fields.cjs" : `./guard.${extension}`;
      const { output } = await bundle.generate({ format, exports: "named", paths });
      const code = await textOf(name, output[0].code);
      const notice =
        name === "guard" || name === "formats"
          ? "// Holds validators of typia (https://typia.io), MIT licence: see NOTICE.\n"
          : "";
      writeFileSync(from("dist", `${name}.${extension}`), notice + (name === "guard" ? await inline(code) : code));
    }
    await bundle.close();
  }
}

/**
 * The command line, a chunk for each command so that one does not load another. As CommonJS: for an ES module that
 * imports `node:fs` or `node:util`, Node.js evaluates every getter of those, which load a good part of Node.js.
 */
async function bundleCommandLine() {
  const artifacts = from("build", "artifacts.js");
  const guard = from("build", "guard.js");
  // What `@importspy/transformer` reads outputs with is a bundle of its own, so that no command of ours loads a chunk more.
  for (const name of ["main", "outputs", "judging"]) {
    const bundle = await rollup({
      input: from("build", "cli", `${name}.js`),
      external: (id) => /^(node|importspy)[:/]/.test(id) || id === artifacts || id === guard || isOfFields(name, id),
      preserveEntrySignatures: "allow-extension",
      plugins: [{ resolveImportMeta: () => 'require("node:url").pathToFileURL(__filename).href' }],
    });
    const names = { entryFileNames: "[name].cjs", chunkFileNames: "[name].cjs" };
    const paths = {
      [artifacts]: "../artifacts.cjs",
      [guard]: "../guard.cjs",
      [from("build", "fields.js")]: "../fields.cjs",
    };
    const { output } = await bundle.generate({ format: "cjs", paths, ...names });
    await bundle.close();
    mkdirSync(from("dist", "cli"), { recursive: true });
    for (const { fileName, code } of output) writeFileSync(from("dist", "cli", fileName), await shrink(code));
  }
}

/** `Default` is ours: a tag beside another one would take that one's place in the type. */
const REPLACED = ["index.d.ts", "Default.d.ts"];

/**
 * typia's tags, as one module without imports: contracts may use them without an import, and interfaces with one from `importspy`. Each file's
 * private types get the file's name as prefix, since several files have one of the same name.
 */
function collectTags() {
  const typia = createRequire(createRequire(import.meta.url).resolve("typia"));
  const folder = join(dirname(typia.resolve("@typia/interface/package.json")), "lib", "tags");
  const files = readdirSync(folder).filter((name) => name.endsWith(".d.ts") && !REPLACED.includes(name));
  return files.map((name) => {
    const text = readFileSync(join(folder, name), "utf8")
      .replace(/^import .*$/gm, "")
      .replace(/^export \{\};$/gm, "")
      .replace(/\/\*\*[\s\S]*?\*\//g, "");
    const privates = [...text.matchAll(/^(?:declare )?(?:type|interface) (\w+)/gm)].map(([, type]) => type);
    return privates
      .reduce((all, type) => all.replace(new RegExp(`\\b${type}\\b`, "g"), `${name.slice(0, -5)}_${type}`), text)
      .replace(/^\s*\n/gm, "");
  });
}

/** The types that contracts are written with; the compiler plugin reads this file, too. */
function writeVocabulary() {
  // A field may bring types of its own, in a text of its name.
  const texts = readdirSync(from("src", "fields")).filter((name) => name.endsWith(".txt"));
  const ours = ["vocabulary.txt", ...texts.map((name) => join("fields", name))]
    .map((name) => readFileSync(from("src", name), "utf8"))
    .join("");
  // Without the last line the private types would be exported, too.
  writeFileSync(from("build", "vocabulary.d.ts"), [...collectTags(), ours, "export {};\n"].join("\n"));
  appendFileSync(from("build", "index.d.ts"), 'export type * from "./vocabulary.js";\n');
}

/** Declarations that somebody meets who uses the package; the others are those of `@importspy/transformer`, and go without comments. */
const isForPeople = (name) =>
  /^(?:index|cli|values|testing|vocabulary|guard[\\/]error|load[\\/]load|(?:env|importers|testing)[\\/].*)\.d\.ts$/.test(
    name,
  );

/** `index.d.ts` → `index.d.mts` and `index.d.cts` */
function writeTypes() {
  const ofCommandLine = /^cli[\\/](?!outputs|failure|sidecars|needs|commands[\\/]explain)/;
  const files = readdirSync(from("build"), { recursive: true }).filter((file) => file.endsWith(".d.ts"));
  for (const name of files.filter((file) => !ofCommandLine.test(file))) {
    const written = readFileSync(from("build", name), "utf8");
    // The guard's declarations are not packed: nothing that a user writes imports them.
    const whole = name === "index.d.ts" ? written.replace('"./guard.js"', '"./guard/error.js"') : written;
    const text = isForPeople(name) ? whole : whole.replace(/^[ \t]*\/\*\*[\s\S]*?\*\/\n/gm, "");
    mkdirSync(dirname(from("dist", name)), { recursive: true });
    // What is in `fields/` is of guards, too; the file `fields` is not.
    const entryOf = /^fields[\\/]/.test(name)
      ? "guard"
      : /^cli[\\/]/.test(name)
        ? "artifacts"
        : name.split(/[.\\/]/)[0];
    for (const [, extension] of formatsOf(entryOf)) {
      const types = from("dist", name.replace(/ts$/, extension.replace("js", "ts")));
      writeFileSync(types, text.replace(/((?: from |import\()"\.\.?\/[\w./]+\.)js"/g, `$1${extension}"`));
    }
  }
}

rmSync(from("dist"), { recursive: true, force: true });
rmSync(from("build"), { recursive: true, force: true });
mkdirSync(from("dist"));
listFields(root);
listCommands(root);
compile();
await bundleFormats();
await bundleEntries();
await bundleCommandLine();
writeVocabulary();
writeTypes();
