import { mail } from "./mail.cjs";
import { server } from "./server.js";

console.log(server, mail);
