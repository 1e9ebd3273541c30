import { charge } from "../src/payments";
import { Total } from "./total";

export const dynamic = "force-dynamic";

export default function Page() {
  return (
    <main>
      <p>{charge(1999)}</p>
      <Total />
    </main>
  );
}
