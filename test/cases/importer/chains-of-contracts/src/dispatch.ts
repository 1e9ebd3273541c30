const platform: string = "linux";
export const dispatch = async () => (platform === "win32" ? import("./win.js") : import("./linux.js"));
if (platform === "haiku") await import("./win.js");
