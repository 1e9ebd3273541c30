import { db } from "app/db";

console.log(db);
