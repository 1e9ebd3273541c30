import assert from "node:assert/strict";
import { rm, utimes } from "node:fs/promises";
import { it } from "node:test";
import { createProject, type Project } from "../project.ts";
import { importspy } from "./fixture.ts";

const PAY = "/**\n * @importspy { env: { KEY: Secret } }\n */\nexport const pay = 1;\n";

/** Why `explain` has nothing to tell, or not what the source says. */
export function explainWhich(): void {
  const explain = async (project: Project, ...operands: string[]) => {
    const { code, stdout, stderr } = await importspy(project, ["explain", ...operands]);
    return { code, told: stdout.split("\n")[0], stderr };
  };
  const create = () =>
    createProject({
      "src/pay.ts": PAY,
      "src/plain/text.ts": '// "@importspy" is no contract here.\nexport const text = "@importspy {}";\n',
      "src/main.ts": 'import { pay } from "./pay.js";\nexport { pay };\n',
    });
  const refused = (message: string) => ({ code: 2, told: "", stderr: `importspy explain: ${message}\n` });
  const NEXT = "build first, or name the folder of the output";

  it("a module, or a folder of sources, before a build", async () => {
    const project = await create();
    try {
      const { code, told, stderr } = await explain(project, "src/pay.ts");
      const unbuilt = refused(`src/pay.ts has a contract, but there is no output with sidecars here; ${NEXT}`);
      assert.deepEqual({ code, told, stderr }, unbuilt);
      assert.deepEqual(
        await explain(project, "src"),
        refused(`src holds sources, and nothing is built from them; ${NEXT}`),
      );
      const without = refused("src/plain holds sources, and none of them has a contract");
      assert.deepEqual(await explain(project, "src/plain"), without);
      const plain = "dist holds JavaScript without sidecars: it has no contract, or was built without importspy";
      await project.write({ "dist/pay.js": "export const pay = 1;\n" });
      assert.deepEqual(await explain(project, "dist"), refused(plain));
    } finally {
      await project.remove();
    }
  });

  it("a module without a contract, and one whose output is stale", async () => {
    const project = await create();
    try {
      const built = await project.tspc();
      assert.equal(built.code, 0, built.stdout);
      const told = "src/pay.ts:2 (app)";
      for (const operand of ["src", "src/pay.ts", "dist", "dist/pay.js", "."]) {
        assert.deepEqual(await explain(project, operand), { code: 0, told, stderr: "" }, operand);
      }
      assert.deepEqual(await explain(project, "dist/main.js"), refused("dist/main.js has no contract"));
      assert.deepEqual(await explain(project, "src/main.ts"), refused("src/main.ts has no contract"));
      assert.deepEqual(await explain(project, "src/main.ts", "src/pay.ts"), {
        code: 0,
        told,
        stderr: "importspy explain: src/main.ts has no contract\n",
      });

      await project.write({ "src/new.ts": PAY });
      const isNew = "src/new.ts has a contract that the output here does not have: it is stale; build again";
      assert.deepEqual(await explain(project, "src/new.ts"), refused(isNew));

      const later = new Date(Date.now() + 60_000);
      await utimes(project.at("src/pay.ts"), later, later);
      assert.deepEqual(await explain(project, "dist"), {
        code: 0,
        told,
        stderr: `importspy explain: src/pay.ts was written after the last build: dist/pay.importspy.js may be stale; build again\n`,
      });
      for (const [text, reason] of [
        [`\n${PAY}`, "has its contract on line 3, and not on line 2 any more"],
        ["export const pay = 1;\n", "has no contract any more"],
        [undefined, "is not there any more"],
      ] as const) {
        if (text === undefined) await rm(project.at("src/pay.ts"));
        else await project.write({ "src/pay.ts": text });
        const stderr = `importspy explain: src/pay.ts ${reason}: dist/pay.importspy.js is stale; build again\n`;
        assert.deepEqual(await explain(project, "dist"), { code: 2, told, stderr });
      }
      await rm(project.at("src"), { recursive: true });
      assert.deepEqual(await explain(project, "dist"), { code: 0, told, stderr: "" }, "a production image");
    } finally {
      await project.remove();
    }
  });
}
