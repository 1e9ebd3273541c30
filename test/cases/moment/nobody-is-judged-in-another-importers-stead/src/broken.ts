throw new Error("fails elsewhere");
export {};
