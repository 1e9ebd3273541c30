import { greet } from "./greeting.js";

interface Bindings {
  readonly LANGUAGE: "en" | "it";
}

export default {
  fetch: (_request: Request, { LANGUAGE }: Bindings) => new Response(greet(LANGUAGE)),

  // What `workerd test` calls.
  async test(_controller: unknown, bindings: Bindings) {
    const response = this.fetch(new Request("http://worker/"), bindings);
    console.log(await response.text());
  },
};
