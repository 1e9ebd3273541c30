import { greet } from "./greetings";

document.title = greet("page");
