export const slower = await import("./slow.js");
