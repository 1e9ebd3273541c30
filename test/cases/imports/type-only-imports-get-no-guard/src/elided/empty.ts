import {} from "../payments.js";
export {} from "../payments.js";
