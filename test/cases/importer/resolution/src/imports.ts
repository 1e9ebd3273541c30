import { db } from "#db";

console.log(db);
