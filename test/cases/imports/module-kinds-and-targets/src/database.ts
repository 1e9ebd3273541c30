console.log("database: evaluated");
export const database = "db";
