export * from "../all.js";
