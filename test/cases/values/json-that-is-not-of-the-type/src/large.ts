import { ContractViolationError } from "importspy";

declare const process: { env: Record<string, string> };
const deep = 100_000;
const set = (name: string, text: string) => {
  process.env[name] = text;
};
set("TREE", `{"name":"a","children":[${'{"name":"a","children":['.repeat(deep)}${"]}".repeat(deep)}]}`);
set("PORTS", JSON.stringify(Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`port${index}`, 80]))));
set("EITHER", `{"kind":"a","host":"h","other":${"[".repeat(deep)}${"]".repeat(deep)}}`);
set("SIZE", "1");
try {
  await import("./config.js");
  console.log("admitted");
} catch (error) {
  if (!(error instanceof ContractViolationError)) throw error;
  for (const { path, hint } of error.violations) console.log(`${path}: ${hint}`);
}
