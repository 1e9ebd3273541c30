import type { Word } from "../project/shell.js";
import { list, wordFor } from "./arguments.js";
import type { Call } from "./model.js";

/** Options of Node.js with a value in the next word. */
export const NODE_OPTIONS_WITH_VALUE: readonly string[] = list(
  "-C --conditions --cpu-prof-dir --cpu-prof-name --diagnostic-dir --disable-warning --dns-result-order -e --eval --env-file --env-file-if-exists --experimental-config-file --experimental-loader --heap-prof-dir --icu-data-dir --import --input-type --inspect-port --loader --localstorage-file --max-http-header-size -p --print -r --require --redirect-warnings --report-dir --report-directory --report-filename --run --test-concurrency --test-coverage-exclude --test-coverage-include --test-global-setup --test-isolation --test-name-pattern --test-reporter --test-reporter-destination --test-shard --test-skip-pattern --test-timeout --title --trace-event-categories --unhandled-rejections --watch-path",
);

/** Options of Node.js that a script sets through `NODE_OPTIONS`. */
export const optionsOf = ({ variables }: Call): Word[] =>
  (variables.NODE_OPTIONS ?? "").split(/\s+/).filter(Boolean).map(wordFor);
