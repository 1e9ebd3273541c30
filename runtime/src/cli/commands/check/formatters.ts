import { formatGithub } from "./formats/github.js";
import { formatHuman } from "./formats/human.js";
import { formatJson } from "./formats/json.js";
import { formatJunit } from "./formats/junit.js";
import { formatSarif } from "./formats/sarif.js";
import type { Formatter } from "./report.js";

/** The report formats by name. */
export const FORMATTERS = {
  human: formatHuman,
  json: formatJson,
  github: formatGithub,
  junit: formatJunit,
  sarif: formatSarif,
} as const satisfies Readonly<Record<string, Formatter>>;
