/** How much is logged. */
export type Level = "debug" | "info" | "warn";
