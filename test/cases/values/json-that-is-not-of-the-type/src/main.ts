import { ContractViolationError } from "importspy";

try {
  const { TREE, PORTS, EITHER, SIZE } = await import("./config.js");
  const own = Object.getOwnPropertyNames(TREE).join();
  console.log(TREE.children[0]?.name, PORTS.http, EITHER.kind === "b" && EITHER.port, SIZE, own);
} catch (error) {
  if (!(error instanceof ContractViolationError)) throw error;
  for (const { path, expected, hint } of error.violations) console.log(`${path}: expected ${expected}, ${hint}`);
}
