console.log("database: evaluated");
