import { connect } from "./sockets/index.js";
console.log(connect());
