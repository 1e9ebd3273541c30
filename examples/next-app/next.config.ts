import withImportspy from "@importspy/transformer/next";
import type { NextConfig } from "next";

const nextConfig: NextConfig = {};

export default withImportspy(nextConfig);
