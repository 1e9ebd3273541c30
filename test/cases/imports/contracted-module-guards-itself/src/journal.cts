console.log("journal: evaluated");
export {};
