import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { greet } from "./greetings";

const client = join(import.meta.dirname, "../client");
const TYPES: Record<string, string> = { ".js": "text/javascript", ".html": "text/html" };

const server = createServer(({ url = "/" }, response) => {
  const { pathname } = new URL(url, "http://localhost");
  if (pathname !== "/" && !/^\/assets\/[\w.-]+$/.test(pathname)) {
    response.writeHead(404).end();
    return;
  }
  const name = pathname === "/" ? "/index.html" : pathname;
  const text = readFileSync(join(client, name), "utf8");
  response.writeHead(200, { "content-type": TYPES[extname(name)] ?? "text/plain" });
  response.end(text.replace("<!--greeting-->", greet("from the server")));
});
server.listen(Number(process.argv[2] ?? 3000), "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
