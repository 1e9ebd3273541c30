import("./payments.js").then(
  () => console.log("dynamic: admitted"),
  (error) => console.log("dynamic:", String(error).split(":", 3).join(":")),
);
export {};
