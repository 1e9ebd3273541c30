import assert from "node:assert/strict";
import { cp, writeFile } from "node:fs/promises";
import { it } from "node:test";
import { createProject, type Project } from "../project.ts";
import { importspy, MACHINE, seal, VARIABLES } from "./fixture.ts";

/** Arguments that cannot be worked with, and what is said. */
const REFUSED: readonly (readonly [args: readonly string[], message: string])[] = [
  [["check", "nowhere"], "there is no file or folder nowhere; build first, or name the folder of the output"],
  [["check", "files"], "files holds no output; build first, or name the folder of the output"],
  [["check", "src/trace.ts"], "src/trace.ts has no contract\n"],
  [["check", "src/trace.ts", "files"], "src/trace.ts has no contract, and files holds no output; build first,"],
  [
    ["check", "dist/trace.js"],
    "dist/trace.js has no sidecar beside it: it has no contract, or was built without importspy",
  ],
  [["check", "package.json"], "package.json is no emitted JavaScript, sidecar or TypeScript"],
  [["check", "--os", "macos"], 'unknown value "macos" for --os; it is one of aix, android, cygwin, darwin,'],
  [["check", "--os", "win23"], 'unknown value "win23" for --os; did you mean win32?'],
  [["check", "--node", "18"], '--node takes a full version, for instance 18.19.0, not "18"'],
  [["check", "--os", "win32", "--libc", "musl"], "--libc musl needs Linux: add --os linux"],
  [["check", "--package", "pg"], '--package takes a name and a full version, for instance pg@8.11.3, not "pg"'],
  [["check", "--package", "@types/pg"], "--package takes a name and a full version"],
  [["check", "--env", "=value"], "--env takes a name and a value: --env NAME=value"],
  [["check", "-e", "files/absent"], "--env-file: there is no file files/absent"],
  [["check", "-e", "files"], "--env-file: files cannot be read"],
  [["check", "-e", "STRIPE_KEY=sk_live"], "-e takes a file; did you mean --env STRIPE_KEY=…?\n"],
  [
    ["check", `STRIPE_KEY=${"sk_".repeat(1000)}`],
    "STRIPE_KEY=… is no file or folder; did you mean --env STRIPE_KEY=…?",
  ],
  [["check", "--env-file", "files/binary"], "--env-file: files/binary is no text file; it has to be UTF-8"],
  [["check", "-e", "files/zeros"], "--env-file: files/zeros is no text file; it has to be UTF-8"],
  [["explain"], "name a module or a folder: importspy explain <module|dir>"],
  [["explain", "src/absent.ts"], "there is no file src/absent.ts, and no output that was built from it; build first,"],
  [["explain", "files"], "files holds no output; build first, or name the folder of the output"],
];

/** What is wrong with an unreadable sidecar, by the folder that holds it. */
const REASONS = {
  empty: "it does not begin as a sidecar does; build again",
  foreign: "it does not have the form of a sidecar; build again",
  half: "it was changed after the build, or is incomplete; build again",
  newer: "it was built by importspy 99.0.0, and this is 0.1.0; build again with this one",
  tampered: "it was changed after the build, or is incomplete; build again",
  broken: "its contract has errors, so the module will not load; fix them and build again",
} as const;

/** A copy of the project's output, beside a folder for each kind of unreadable sidecar. */
async function createUnreadable(shop: Project): Promise<Project> {
  const text = await shop.read("dist/payments.importspy.js");
  const sidecars: Readonly<Record<keyof typeof REASONS, string>> = {
    empty: "",
    foreign: seal('import { enforce } from "importspy/dist/guard.mjs";\nenforce(process.nowhere.contract);\n'),
    half: text.slice(0, text.length / 2),
    newer: text.replace("importspy 0.1.0", "importspy 99.0.0"),
    tampered: text.replace(/"literals":\["debug".*?\]/, '"is":0'),
    broken: seal(
      'import { block, guard } from "importspy/dist/guard.mjs";\nblock("src/payments.ts");\nexport const $importspy = guard();\n',
    ),
  };
  assert.notEqual(sidecars.tampered, text);
  const files = Object.entries(sidecars).map(([name, sidecar]) => [`unreadable/${name}/x.importspy.js`, sidecar]);
  const project = await createProject(Object.fromEntries(files));
  await cp(shop.at("dist"), project.at("dist"), { recursive: true });
  return project;
}

/** Mistakes of users and of builds: exit code 2 and one line. */
export function badInput(shop: Project): void {
  it("invalid arguments", async () => {
    await shop.write({ "files/zeros": "A=1\0\n", "files/notes.txt": "no contracts here" });
    await writeFile(shop.at("files/binary"), Buffer.from([0x41, 0x3d, 0xff, 0xfe, 0x0a]));
    const finished = await Promise.all(REFUSED.map(([args]) => importspy(shop, args)));
    for (const [index, { code, stdout, stderr }] of finished.entries()) {
      const [args, message] = REFUSED[index]!;
      assert.deepEqual({ code, stdout }, { code: 2, stdout: "" }, stderr);
      assert.ok(stderr.startsWith(`importspy ${args[0]}: ${message}`), stderr);
      assert.equal(stderr.indexOf("\n"), stderr.length - 1, stderr);
    }
  });

  it("sidecars that are incomplete, changed, of another version, or of a contract with errors", async () => {
    const project = await createUnreadable(shop);
    try {
      for (const command of ["check", "explain"]) {
        const { code, stdout, stderr } = await importspy(project, [command, "unreadable"]);
        assert.deepEqual({ code, stdout }, { code: 2, stdout: "" });
        const expected = Object.entries(REASONS).map(
          ([name, reason]) => `importspy ${command}: unreadable/${name}/x.importspy.js: ${reason}\n`,
        );
        assert.equal(stderr, expected.sort().join(""));
      }
      const others = await importspy(project, ["explain", "src/legacy.cts"]);
      assert.deepEqual([others.code, others.stderr], [0, ""], "unreadable sidecars of other modules do not matter");
    } finally {
      await project.remove();
    }
  });

  it("an unreadable sidecar among others, which are still judged, in every format", async () => {
    const project = await createUnreadable(shop);
    try {
      const options = ["dist", "unreadable/half", ...MACHINE, "--package", "pg@8.11.3"];
      const check = (format: string) =>
        importspy(project, ["check", ...options, "--format", format], { env: VARIABLES });
      const finished = await Promise.all(["human", "json", "github", "junit", "sarif"].map(check));
      const [human, json, github, junit, sarif] = finished.map(({ stdout }) => stdout);
      assert.deepEqual(
        finished.map(({ code }) => code),
        [2, 2, 2, 2, 2],
      );
      assert.match(human!, /all 4 contracts hold/);
      const { holds, contracts, unreadable } = JSON.parse(json!);
      const file = "unreadable/half/x.importspy.js";
      assert.deepEqual([holds, contracts.length, unreadable], [false, 4, [{ file, reason: REASONS.half }]]);
      assert.ok(github!.startsWith(`::error title=importspy%3A unreadable sidecar,file=${file}::it was`), github);
      assert.ok(junit!.includes(`<testcase name="${file}"`) && junit!.includes('<error message="it was'), junit);
      const [{ invocations }] = JSON.parse(sarif!).runs;
      assert.equal(invocations[0].executionSuccessful, false);
      assert.equal(invocations[0].toolExecutionNotifications.length, 1);
    } finally {
      await project.remove();
    }
  });
}
