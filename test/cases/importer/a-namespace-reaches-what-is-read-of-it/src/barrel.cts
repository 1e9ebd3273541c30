export * from "./cash.cjs";
export const coins = () => "coins";
