console.log("first: evaluated");
