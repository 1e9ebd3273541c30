/**
 * Facts from `process`, in Node.js and in runtimes that provide it: Bun, Deno, workerd and Electron.
 *
 * @module
 */
import { nodeProcess } from "./host.js";

/** {@link https://nodejs.org/api/process.html#processplatform} */
export const readPlatform = (): string | undefined => nodeProcess.platform;

/** {@link https://nodejs.org/api/process.html#processarch} */
export const readArch = (): string | undefined => nodeProcess.arch;

let libc: string | undefined;

function readReport(): string | undefined {
  const { platform, report } = nodeProcess;
  if (platform !== "linux" || !report?.getReport) return undefined;
  const { excludeNetwork = false } = report;
  // Looking up network interfaces is the slow part of a report and may block for seconds.
  report.excludeNetwork = true;
  const { header, sharedObjects } = report.getReport();
  report.excludeNetwork = excludeNetwork;
  if (header?.glibcVersionRuntime) return "glibc";
  return sharedObjects?.some((file) => file.includes("musl-")) ? "musl" : undefined;
}

/**
 * The C library, from Node's diagnostic report, {@link https://nodejs.org/api/report.html}: glibc has its version
 * there, and musl is in the list of shared objects. Absent on other systems than Linux, or when the report does not
 * say. A report is slow, so it is created once.
 */
export function readLibc(): string | undefined {
  libc ??= readReport() ?? "";
  return libc || undefined;
}

/**
 * The versions of Node.js (which Bun, Deno and workerd also set, though they are not Node.js), of Bun
 * ({@link https://bun.sh/guides/util/detect-bun}) and of Electron
 * ({@link https://www.electronjs.org/docs/latest/api/process#processversionselectron-readonly}).
 */
export const readVersions = (): Readonly<Record<string, string | undefined>> => nodeProcess.versions ?? {};
