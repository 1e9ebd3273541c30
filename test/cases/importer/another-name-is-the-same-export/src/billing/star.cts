export * from "../cash.cjs";
