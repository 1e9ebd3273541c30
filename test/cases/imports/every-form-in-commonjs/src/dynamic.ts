const loading = import("./payments");
console.log("dynamic: nothing is thrown");
loading.then(
  ({ pay }) => console.log("dynamic:", pay()),
  (error) => console.log("dynamic: rejected:", String(error).split(":", 3).join(":")),
);
export {};
