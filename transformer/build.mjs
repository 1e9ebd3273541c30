// Builds `dist/` anew.
import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { findFields, objectOf, writeGenerated } from "../runtime/fields.mjs";

const root = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);

function compile() {
  const { status } = spawnSync(
    process.execPath,
    [require.resolve("typescript/bin/tsc"), "-p", join(root, "tsconfig.json")],
    { stdio: "inherit" },
  );
  return status ?? 1;
}

/**
 * What every process of `/register` loads, as one file: 20 take 10 ms. What it requires in a function stays outside: only
 * who has a contract, or a change, needs it.
 */
async function bundleRegister() {
  const folder = join(root, "src", "hosts", "register");
  const later = {
    name: "later",
    setup({ onResolve, onLoad }) {
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const from = JSON.stringify(`/${relative(folder, dirname(path)).replaceAll("\\", "/")}`);
        return { contents: readFileSync(path, "utf8").replaceAll("__dirname", `(__dirname + ${from})`), loader: "ts" };
      });
      onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) =>
        kind === "require-call"
          ? { path: relative(folder, join(resolveDir, path)).replaceAll("\\", "/"), external: true }
          : undefined,
      );
    },
  };
  await build({
    entryPoints: [join(folder, "index.ts")],
    bundle: true,
    packages: "external",
    format: "cjs",
    platform: "node",
    target: "node20",
    minifySyntax: true,
    minifyWhitespace: true,
    lineLimit: 100,
    plugins: [later],
    outfile: join(root, "dist", "hosts", "register", "index.js"),
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
process.exitCode = compile();
if (!process.exitCode) {
  await bundleRegister();
}
