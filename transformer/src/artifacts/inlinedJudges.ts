/** A judge of variables that takes the place of another one, and the file of `importspy` that has it. */
interface InlinedJudge {
  readonly by: string;
  readonly file: "inlined" | "values";
}

const READING: InlinedJudge = { by: "inlinedVariables", file: "values" };

/** What judges the variables of the process, and what takes its place where a bundler has put variables into the code. */
export const INLINED_JUDGES: ReadonlyMap<string, InlinedJudge> = new Map<string, InlinedJudge>([
  ["env", { by: "inlinedEnv", file: "inlined" }],
  ["variables", READING],
  ["allVariables", READING],
]);
