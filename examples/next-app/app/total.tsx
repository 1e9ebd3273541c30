"use client";
import { useState } from "react";
import { format } from "../src/currency";

export function Total() {
  const [cents, setCents] = useState(0);
  return (
    <button type="button" onClick={() => setCents(cents + 100)}>
      {format(cents)}
    </button>
  );
}
