import * as importspy_1 from "./dynamic.importspy.js";
importspy_1.$importspy();
const loading = importspy_1.$importspy(0, () => import("./payments.js"));
console.log("dynamic: nothing is thrown");
loading.then(({ pay }) => console.log("dynamic:", pay()), (error) => console.log("dynamic: rejected:", String(error).split(":", 3).join(":")));
export {};
