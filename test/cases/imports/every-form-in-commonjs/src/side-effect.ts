import "./payments";
console.log("side-effect");
