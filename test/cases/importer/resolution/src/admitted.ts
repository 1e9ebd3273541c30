import { db } from "#db";
import { db as same } from "app/db";

console.log(db, same);
