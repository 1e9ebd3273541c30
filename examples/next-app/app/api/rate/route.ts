import { rate } from "../../../src/rates";

export const runtime = "edge";

export function GET() {
  return Response.json({ rate });
}
