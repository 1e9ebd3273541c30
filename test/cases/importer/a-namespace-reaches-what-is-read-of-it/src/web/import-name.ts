const loading = import("../index.js");
console.log((await loading).pay());
