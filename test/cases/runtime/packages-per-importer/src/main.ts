export {};

for (const load of [() => import("./a/main.js"), () => import("./b/main.js"), () => import("./c/main.js")]) {
  await load().catch((error: Error) => console.log(error.message));
}
