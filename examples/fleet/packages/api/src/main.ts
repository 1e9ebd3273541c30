import { charge } from "@fleet/billing";

console.log(charge(1999));
