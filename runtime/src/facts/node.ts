/**
 * What Node.js tells, and all that fill its `process`: Bun, Deno, workerd and Electron.
 *
 * @module
 */
import { process } from "./host.js";

/** {@link https://nodejs.org/api/process.html#processplatform} */
export const readPlatform = (): string | undefined => process.platform;

/** {@link https://nodejs.org/api/process.html#processarch} */
export const readArch = (): string | undefined => process.arch;

let libc: string | undefined;

function readReport(): string | undefined {
  const { platform, report } = process;
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
 * The C library. Read off Node's diagnostic report, {@link https://nodejs.org/api/report.html}: glibc tells its version
 * there, musl is among the shared objects. Absent where the system is not Linux or does not tell. A report takes long to
 * make, so it is made once.
 */
export function readLibc(): string | undefined {
  libc ??= readReport() ?? "";
  return libc || undefined;
}

/**
 * The versions of Node.js, which Bun, Deno and workerd tell as well, though they are not Node.js, of Bun
 * ({@link https://bun.sh/guides/util/detect-bun}), and of Electron
 * ({@link https://www.electronjs.org/docs/latest/api/process#processversionselectron-readonly}).
 */
export const readVersions = (): Readonly<Record<string, string | undefined>> => process.versions ?? {};
