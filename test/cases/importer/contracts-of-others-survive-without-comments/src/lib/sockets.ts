import { connect } from "ws";
export const open = () => connect();
