import { apiUrl } from "./api";

document.querySelector("#api")!.textContent = `This page asks ${apiUrl}`;
