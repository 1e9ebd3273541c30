import { harmless, Socket } from "./sockets/index.js";
import { own } from "./own.js";
const socket: Socket = { url: harmless };
console.log(socket.url, own);
