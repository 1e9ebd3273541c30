export * from "ws";
export const harmless = "harmless";
