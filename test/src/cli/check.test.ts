/**
 * `importspy check` and `importspy explain`, each run as a process on one compiled project.
 *
 * @module
 */
import { after, describe } from "node:test";
import { attacks } from "./attacks.ts";
import { badInput } from "./bad-input.ts";
import { checkFormats } from "./check-formats.ts";
import { checkVerdicts } from "./check-verdicts.ts";
import { explainFormats } from "./explain-formats.ts";
import { explainNeeds } from "./explain-needs.ts";
import { explainWhich } from "./explain-which.ts";
import { createShop } from "./fixture.ts";

const shop = await createShop();
after(() => shop.remove());

describe("importspy check", { concurrency: 2 }, () => {
  checkVerdicts(shop);
  checkFormats(shop);
});
describe("importspy explain", { concurrency: 2 }, () => explainFormats(shop));
describe("importspy explain says which", { concurrency: 2 }, () => explainWhich());
describe("importspy explain --needs", { concurrency: 2 }, () => explainNeeds());
describe("importspy check and explain refuse", { concurrency: 2 }, () => badInput(shop));
describe("importspy check and explain run nothing of", { concurrency: 2 }, () => attacks());
