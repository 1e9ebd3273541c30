export type Level = "debug" | "info" | "warn";
