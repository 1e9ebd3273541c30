console.log("never evaluated either");
export {};
