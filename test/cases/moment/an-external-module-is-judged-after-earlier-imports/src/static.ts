import "./load-env.js";
import { Pool } from "pg";
import { connect } from "ws";

console.log("static:", typeof Pool, connect());
