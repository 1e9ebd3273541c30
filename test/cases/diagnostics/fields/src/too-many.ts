type One<Names extends string> = Names extends string ? Record<Names, "1"> : never;
/** @importspy { env: One<"A" | "B" | "C" | "D" | "E">; packages: One<"a" | "b" | "c" | "d"> } */
export const a: One<"a"> = { a: "1" };
