import "./load-env.js";
export * from "pg";
export { connect } from "ws";
