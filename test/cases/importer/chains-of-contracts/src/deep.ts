export { registry } from "./win.js";
