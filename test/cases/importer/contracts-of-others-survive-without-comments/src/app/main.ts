import { connect } from "ws";
import { limit } from "../lib/contracts.js";
console.log(connect(), limit);
