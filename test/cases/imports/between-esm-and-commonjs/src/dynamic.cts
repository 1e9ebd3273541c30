const report = (name: string, loading: Promise<unknown>) =>
  loading.then(
    () => console.log(`${name}: admitted`),
    (error) => console.log(`${name}: ${String(error).split(":", 3).join(":")}`),
  );
report("payments", import("./payments.mjs")).then(() => report("ledger", import("./ledger.cjs")));
console.log("dynamic: nothing is thrown");
