import pay from "./payments";
console.log("default:", pay());
