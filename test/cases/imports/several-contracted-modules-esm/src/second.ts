import "./ledger.js";
export const attempt = (name: string, load: () => Promise<unknown>) =>
  load().then(
    () => console.log(`${name}: admitted`),
    (error) => console.log(`${name}: ${String(error).split(":", 3).join(":")}`),
  );
async function main() {
  await attempt("passed", () => import("./passed.js"));
  await attempt("first of a failed one", () => import("./failed.js"));
  await attempt("second of a failed one", () => import("./failed-too.js"));
  await attempt("third of a failed one", () => import("./egg.js"));
}
main();
