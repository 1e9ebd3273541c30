import path from "node:path";
import type { PluginBuild } from "esbuild";

const NAMESPACE = "importspy-jsx";

/**
 * Puts the JSX runtime that esbuild imports for a guarded file behind the file's guard: esbuild imports it first of all.
 *
 * `import { jsx } from "react/jsx-runtime"` → `import "./view.tsx?importspy"; export * from "react/jsx-runtime"`
 *
 * @param build - The build.
 * @param root - The folder that modules are named from.
 * @param isGuarded - Whether a file has a guard.
 */
export function guardJsxRuntimes(build: PluginBuild, root: string, isGuarded: (file: string) => boolean): void {
  build.onResolve({ filter: /\/jsx-(?:dev-)?runtime$/, namespace: "file" }, ({ path: runtime, importer, kind }) => {
    if (kind !== "import-statement" || !isGuarded(importer)) return undefined;
    const name = path.relative(root, importer).replaceAll("\\", "/");
    return { path: name, suffix: `?${runtime}`, namespace: NAMESPACE, sideEffects: true };
  });
  build.onLoad({ filter: /./, namespace: NAMESPACE }, ({ path: name, suffix }) => {
    const sidecar = `./${path.posix.basename(name)}?importspy`;
    return {
      contents: `import ${JSON.stringify(sidecar)};\nexport * from ${JSON.stringify(suffix.slice(1))};\n`,
      resolveDir: path.dirname(path.resolve(root, name)),
    };
  });
}
