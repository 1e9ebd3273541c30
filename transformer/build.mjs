// Builds `dist/` anew.
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { compilePackage } from "../runtime/compile.mjs";
import { findFields, objectOf, writeGenerated } from "../runtime/fields.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

/** What types, and what says what is wrong: most builds are like the build before. */
const TYPING = /\/(?:projects|catalogue|context)\.js$/;

/** The entries of hosts whose start is felt, each with what stays outside of what it requires in functions. */
const HOSTS = {
  // Only who has a contract, or a change, needs any of it.
  "register/index": /^/,
  "vite/index": TYPING,
  "rollup/index": TYPING,
  "rolldown/index": TYPING,
  "esbuild/esbuild": TYPING,
};

/**
 * What every process of a host loads, as one file: 20 take 10 ms.
 *
 * @param entry - The file, from the folder of hosts.
 * @param isLater - The specifiers that stay outside, of what is required in functions.
 */
async function bundleHost(entry, isLater) {
  const entryPoint = join(root, "src", "hosts", `${entry}.ts`);
  const folder = dirname(entryPoint);
  const relativeTo = (path) => relative(folder, path).replaceAll("\\", "/");
  const later = {
    name: "later",
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const from = JSON.stringify(`/${relativeTo(dirname(path))}`);
        return { contents: readFileSync(path, "utf8").replaceAll("__dirname", `(__dirname + ${from})`), loader: "ts" };
      });
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
        kind === "require-call" && isLater.test(path)
          ? { path: relativeTo(join(resolveDir, path)).replace(/^(?!\.)/, "./"), external: true }
          : undefined,
      );
      // It has no state, and every process needs it.
      onResolve({ filter: /^importspy\/dist\/suggest\.cjs$/ }, ({ path }) => ({ path: require.resolve(path) }));
    },
  };
  await build({
    entryPoints: [entryPoint],
    bundle: true,
    packages: "external",
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 100,
    plugins: [later],
    outfile: join(root, "dist", "hosts", `${entry}.js`),
  });
}

/** Lists what is done with the fields. One that is defined in `runtime/src/fields/` and is not here does not compile. */
function listFields() {
  const found = findFields(join(root, "src", "fields"), "typing");
  const claim = " satisfies Readonly<Record<FieldName, FieldTyping>>";
  const types =
    'import type { FieldName } from "importspy/dist/fields.cjs";\nimport type { FieldTyping } from "../fields/field.js";\n';
  writeGenerated(root, "fields", types + objectOf(found, "typing", "fields", claim));
}

rmSync(join(root, "dist"), { recursive: true, force: true });
listFields();
compilePackage(root);
for (const [entry, isLater] of Object.entries(HOSTS)) await bundleHost(entry, isLater);
