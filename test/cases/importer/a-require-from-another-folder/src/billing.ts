import "./pay.cjs";
