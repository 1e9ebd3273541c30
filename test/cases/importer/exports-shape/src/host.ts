import type { Engine } from "./engine.js";

/**
 * @importspy {
 *   importer: {
 *     exports: {
 *       engine: "docker" | "podman";
 *       start: (port: number) => Promise<void>;
 *       Worker: { new (name: string): Engine; readonly version: number };
 *     };
 *   };
 * } Plugins export an engine.
 */
export const host = "host";
