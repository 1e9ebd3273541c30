import { connect } from "./index.js";
console.log(connect());
