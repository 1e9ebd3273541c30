import { ContractViolationError } from "importspy";
try {
  await import("./esm.js");
} catch (error) {
  console.log(error instanceof ContractViolationError && error.violations);
}
