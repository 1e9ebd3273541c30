import { list } from "../arguments.js";
import { BUNDLERS } from "./bundlers.js";
import { COMPILERS } from "./compilers.js";
import { FRAMEWORKS } from "./frameworks.js";
import { RUNNERS } from "./runners.js";
import { TEST_RUNNERS } from "./testRunners.js";
import type { Tool } from "./tool.js";

/** Every tool that runs or translates code, by command and package. TypeScript compilers are separate. */
export const TOOLS: ReadonlyMap<string, Tool> = new Map(
  [...BUNDLERS, ...FRAMEWORKS, ...COMPILERS, ...RUNNERS, ...TEST_RUNNERS].flatMap((tool) =>
    tool.names.map((name) => [name, tool] as const),
  ),
);

/**
 * Packages, besides those of {@link TOOLS}, that translate or run code when a project script calls them.
 */
export const CODE_PACKAGES: ReadonlySet<string> = new Set(
  list(
    "typescript @typescript/native-preview ts-morph ttypescript bunchee vinxi @vitejs/plugin-react esbuild-register @esbuild-kit/esm-loader @swc-node/register @swc/register @babel/register tsm importx unconfig c12 bundle-require tsconfig-paths/register ts-patch gulp grunt",
  ),
);
