/** The patterns of template literal types, against those that say what a template means word by word. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import vm from "node:vm";
import { _isTemplate } from "importspy/dist/formats.mjs";
import { compile } from "../compile.ts";
import { LONGEST_WAIT } from "../eventually.ts";

/** Pieces of a template, each with its meaning as a pattern. */
const PIECES = {
  "${string}": "[^]*",
  "${number}": "-?\\d+(?:\\.\\d+)?",
  "${bigint}": "-?\\d+",
  a: "a",
  "1": "1",
  "-": "-",
} as const;

/** All sequences of at most so many of some texts. */
function sequencesOf(texts: readonly string[], most: number): string[][] {
  if (!most) return [[]];
  const shorter = sequencesOf(texts, most - 1);
  const longest = shorter.filter(({ length }) => length === most - 1);
  return [...shorter, ...longest.flatMap((sequence) => texts.map((text) => [...sequence, text]))];
}

type Validator = (value: unknown) => boolean;

/** The validators of the conditions of the contract in a sidecar. */
function validatorsIn(sidecar: string): readonly Validator[] {
  const script = sidecar.replace(/^import .*$/gm, "").replace("export const", "const");
  let found: readonly Validator[] = [];
  const enforce = (
    { alternatives }: { alternatives: readonly { conditions: readonly { is: number }[] }[] },
    _uses: unknown,
    validators: readonly Validator[],
  ) => {
    found = alternatives[0]!.conditions.map(({ is }) => validators[is]!);
  };
  new Function("enforce", "env", "guard", "_isTemplate", script)(enforce, undefined, () => undefined, _isTemplate);
  return found;
}

describe("the pattern of a template literal type", () => {
  it("admits the same texts as the template type", () => {
    const templates = sequencesOf(Object.keys(PIECES), 4).filter((pieces) => pieces.some((each) => each.length > 1));
    const members = templates.map((pieces, index) => `T${index}: \`${pieces.join("")}\`;`);
    const { errors, emitted } = compile({
      "contracted.ts": `/** @importspy { env: { ${members.join(" ")} } } */\nexport {};\n`,
    });
    assert.deepEqual(errors, []);
    const validators = validatorsIn(emitted["dist/contracted.importspy.js"]!);
    assert.equal(validators.length, templates.length);
    const texts = [...sequencesOf(["a", "1", "-"], 5), ...sequencesOf(["1", "e", ".", "+"], 4)].map((each) =>
      each.join(""),
    );
    for (const [index, pieces] of templates.entries()) {
      const pattern = new RegExp(`^${pieces.map((each) => PIECES[each as keyof typeof PIECES]).join("")}$`);
      const is = validators[index]!;
      const wrong = texts.filter((text) => is(text) !== pattern.test(text));
      assert.deepEqual(wrong, [], `${pieces.join("")} as ${is}`);
    }
  });

  it("judges a text of one megabyte quickly", () => {
    const templates = [
      "${string}-${string}=${string}",
      "a${string}b${string}c${string}d",
      "${string}${number}-",
      "${string}${string}-",
      "${number}${number}${number}${number}${number}",
      "${bigint}1${bigint}1${bigint}1${bigint}1${bigint}-",
      "${string}a${number}b${string}a${number}b${string}a${number}b-",
    ];
    const texts = ["-", "a", "1", "1-", "ab", "a1"].map((text) => text.repeat(2 ** 20 / text.length));
    const members = templates.map((template, index) => `T${index}: \`${template}\`;`);
    const { emitted } = compile({
      "contracted.ts": `/** @importspy { env: { ${members.join(" ")} } } */\nexport {};\n`,
    });
    for (const is of validatorsIn(emitted["dist/contracted.importspy.js"]!)) {
      const judge = () => texts.map((text) => is(`${text}x`));
      vm.runInNewContext("judge()", { judge }, { timeout: LONGEST_WAIT });
    }
  });
});
