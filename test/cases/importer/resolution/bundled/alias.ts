import { db } from "@/db/index";
import { db as extensionless } from "../src/db";

console.log(db, extensionless);
