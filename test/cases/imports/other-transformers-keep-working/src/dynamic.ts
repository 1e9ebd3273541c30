import("@/payments").then(
  () => console.log("hello: admitted"),
  (error) => console.log("hello:", String(error).split(":", 3).join(":")),
);
export {};
