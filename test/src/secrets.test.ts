import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { describe, it } from "node:test";
import { follow } from "./following.ts";
import { start } from "./hosts/started.ts";
import { createProject, run } from "./project.ts";

const TELLS = ["-e", "console.log('the key is', process.env.KEY.slice(0, -1))"];
const env = { KEY: "t0psecret-1" };

describe("secrets of tests", () => {
  it("are found in the output of programs, also in part", async () => {
    await assert.rejects(run(process.execPath, TELLS, { env }), /the output has a secret, the value of KEY/);
    await using program = start(process.execPath, TELLS, { env });
    await assert.rejects(program.printed("the key is"), /the output has a secret, the value of KEY/);
  });

  it("are found in what a program prints when nobody waits for it any more", async () => {
    const project = await createProject({
      "late.mjs": `import { existsSync } from "node:fs";
        console.log("up");
        const waiting = setInterval(() => {
          if (!existsSync("go")) return;
          clearInterval(waiting);
          console.log("the key is", process.env.KEY);
        }, 20);`,
    });
    try {
      const child = spawn(process.execPath, ["late.mjs"], {
        cwd: project.folder,
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      const following = follow(child, env);
      assert.match(await following.until((output) => output.includes("up"), 60_000), /^up/);
      await project.write({ go: "" });
      await assert.rejects(following.ended, /the output has a secret, the value of KEY/);
    } finally {
      await project.remove();
    }
  });

  it("are found where arguments or files give them to a program", async () => {
    const tells = ["-e", "console.log('the key is t0ps' + 'ecret-1')"];
    await assert.rejects(run(process.execPath, [...tells, "KEY=t0psecret-1"]), /the value of KEY/);
    await assert.rejects(run(process.execPath, tells, { given: env }), /the value of KEY/);
  });

  it("are found in what a whole run of tests prints", async () => {
    const project = await createProject({
      "tells.test.mjs": 'import { it } from "node:test";\nit("tells", () => console.log("t0ps" + "ecret"));\n',
      "fails.test.mjs": 'import { it } from "node:test";\nit("fails", () => { throw new Error("hunt" + "er2"); });\n',
      "hides.test.mjs": 'import { it } from "node:test";\nit("hides", () => console.log("[secret]"));\n',
    });
    try {
      const reporter = `--test-reporter=${path.join(import.meta.dirname, "secretReporter.ts")}`;
      const judge = (name: string) => project.node(["--test", reporter, `${name}.test.mjs`]);
      const [tells, fails, hides] = await Promise.all(["tells", "fails", "hides"].map(judge));
      assert.match(tells!.stdout, /t0psecret in what .*tells\.test\.mjs printed/);
      assert.match(fails!.stdout, /hunter2 in what .*fails\.test\.mjs printed/);
      assert.deepEqual(
        [tells, fails, hides].map((each) => each!.code),
        [1, 1, 0],
      );
      assert.equal(hides!.stdout, "");
    } finally {
      await project.remove();
    }
  });

  it("do not match other texts", async () => {
    const { stdout } = await run(process.execPath, TELLS, { env: { KEY: "open", OTHER: "t0psecret" } });
    assert.equal(stdout, "the key is ope\n");
  });
});
