await import("ws").catch((error: Error) => console.log("rejected:", error.message.split("\n")[0]));
