export type Level = "debug" | "info";
