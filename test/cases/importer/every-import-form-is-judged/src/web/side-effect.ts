import "../payments.js";
