export const later = async () => (await import("../all.js")).pay();
