throw new Error("fails before pg is imported");
export {};
