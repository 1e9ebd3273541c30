/** action.yml: its steps are run by bash, as GitHub runs them, with a program in the place of `gh`. */
import assert from "node:assert/strict";
import { chmod, mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, it } from "node:test";
import { createShop, importspy } from "../cli/fixture.ts";
import { type Finished, type Project, root, run } from "../project.ts";

interface Step {
  readonly name: string;
  readonly script: string;
  readonly variables: readonly string[];
}

/** The steps of the action, by the few forms of YAML that it has. */
async function readSteps(): Promise<readonly Step[]> {
  const text = await readFile(path.join(root, "action.yml"), "utf8");
  const [, ...parts] = text.split(/^ {4}- name: /m);
  return parts.map((part) => {
    const [name = "", ...lines] = part.split("\n");
    const [before, inline, block] = part.split(/^ {6}run: (?:(?!\|)(.*)$|\|\n)/m) as [
      string,
      string | undefined,
      string,
    ];
    const script = inline ?? block.replace(/^ {8}/gm, "");
    assert.ok(lines.includes("      shell: bash"), name);
    return { name, script, variables: [...before.matchAll(/^ {8}(\w+): \$\{\{/gm)].map(([, each]) => each!) };
  });
}

const steps = await readSteps();
let project: Project;

/** Runs a step with these variables; all others that it names are empty. */
function runStep(name: string, variables: Readonly<Record<string, string>>): Promise<Finished> {
  const { script, variables: known } = steps.find((step) => step.name === name)!;
  for (const each of Object.keys(variables)) assert.ok(known.includes(each), `${name} has no ${each}`);
  const empty = Object.fromEntries(known.map((each) => [each, ""]));
  const env = {
    ...empty,
    ...variables,
    PATH: `${project.at("bin")}${path.delimiter}${process.env.PATH}`,
    HOME: project.folder,
    RUNNER_TEMP: project.at("temp"),
    GITHUB_STEP_SUMMARY: project.at("temp/summary.md"),
  };
  // As GitHub calls bash: https://docs.github.com/en/actions/reference/workflow-syntax-for-github-actions
  return run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], { cwd: project.folder, env });
}

before(async () => {
  project = await createShop();
  await mkdir(project.at("node_modules/.bin"), { recursive: true });
  await mkdir(project.at("temp"));
  await symlink(path.join(root, "runtime/bin/importspy.cjs"), project.at("node_modules/.bin/importspy"));
  await project.write({
    "bin/gh": '#!/bin/sh\nprintf "%s\\n" "$*" >> "$RUNNER_TEMP/gh.txt"\n',
    ".gitignore": "node_modules\ndist\ntemp\nbin\n",
    ".env.production": "REGION=eu\n",
  });
  await chmod(project.at("bin/gh"), 0o755);
  await importspy(project, ["lock", "dist"]);
  const git = (...args: string[]) =>
    run("git", ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args], {
      cwd: project.folder,
      env: { HOME: project.folder },
    });
  await git("init", "-q", "-b", "main");
  await git("add", ".");
  await git("commit", "-qm", "one");
  const text = await project.read("src/legacy.cts");
  await project.write({
    "src/legacy.cts": text.replace("LEGACY_TOKEN: Secret", "LEGACY_TOKEN: Secret; LEGACY_URL: string"),
  });
  assert.equal((await project.tspc()).code, 0);
});
after(() => project.remove());

it("has the steps that the docs name", () => {
  assert.deepEqual(
    steps.map(({ name }) => name),
    ["Judge contracts", "Check the lock file", "Compare contracts"],
  );
});

it("judges contracts against a file of variables", async () => {
  const { code, stdout } = await runStep("Judge contracts", { OUTPUT: "dist", ENV_FILE: ".env.production" });
  assert.equal(code, 1);
  assert.match(stdout, /^::error title=importspy%3A broken contract,file=src\/payments\.ts,line=4::/m);
});

it("fails when the lock file does not match the build", async () => {
  const { code, stdout } = await runStep("Check the lock file", { OUTPUT: "dist" });
  assert.equal(code, 1);
  assert.match(stdout, /^ {2}\+ `env\.LEGACY_URL: string`$/m);
});

it("writes the changes of a pull request into the summary and a comment, and fails if configured", async () => {
  const variables = { OUTPUT: "dist", BASE: "main", COMMENT: "true", PULL_REQUEST: "7" };
  const told = await runStep("Compare contracts", variables);
  assert.equal(told.code, 0, told.stderr);
  assert.match(
    await project.read("temp/summary.md"),
    /\*\*major\*\* \| `LEGACY_URL` was not asked for and is required/,
  );
  assert.match(
    await project.read("temp/gh.txt"),
    /^pr comment 7 --edit-last --create-if-none --body-file .*importspy\.md$/m,
  );
  const enforced = await runStep("Compare contracts", { ...variables, COMMENT: "false", ENFORCE: "true" });
  assert.equal(enforced.code, 1);
  assert.equal((await project.read("temp/gh.txt")).trim().split("\n").length, 1);
});

it("fails with the reason when there is nothing to compare with", async () => {
  const { code, stderr } = await runStep("Compare contracts", { OUTPUT: "none", BASE: "main" });
  assert.equal(code, 2);
  assert.match(stderr, /importspy diff: there is no file or folder none/);
});
