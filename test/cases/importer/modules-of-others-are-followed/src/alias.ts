import { connect } from "#ws";
console.log(connect());
