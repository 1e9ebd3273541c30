console.log("journal: evaluated");
export const journal = "journal";
