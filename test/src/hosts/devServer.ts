import importspy from "@importspy/transformer/vite";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";
import type { Project } from "../project.ts";

/**
 * Starts Vite's dev server in a project.
 *
 * @param project - The project.
 * @param server - Its options; by default it watches nothing by itself.
 * @param options - More options of Vite.
 */
export function serveVite(
  { folder }: Project,
  server: InlineConfig["server"] = { middlewareMode: true, ws: false, watch: null },
  options: InlineConfig = {},
): Promise<ViteDevServer> {
  return createServer({
    configFile: false,
    logLevel: "silent",
    root: folder,
    plugins: [importspy()],
    appType: "custom",
    server,
    optimizeDeps: { noDiscovery: true },
    ...options,
  });
}
