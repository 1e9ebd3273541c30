import { isRefusal, port as read } from "./both";
import { port } from "./config";

console.log(port, read(), isRefusal(new Error()));
