/** @importspy { importer: { module: "src/user.ts" | "src/other.ts" } } */
console.log("private: evaluated");
export const secret = 1;
