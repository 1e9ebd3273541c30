#!/bin/sh
# The steps of the Dockerfile for machines without Docker: `sh image.sh <folder>` makes a folder that runs on its own.
# BUILD and INSTALL name other commands than those of npm.
set -e
cd "$(dirname "$0")"
image=${1:?name the folder of the image}
${BUILD:-npx turbo run build}
mkdir -p "$image"
cp package.json "$image"
[ ! -f package-lock.json ] || cp package-lock.json "$image"
for package in packages/*/; do
  mkdir -p "$image/$package"
  cp -R "$package/package.json" "$package/dist" "$image/$package"
done
cp packages/api/entrypoint.sh "$image/packages/api"
cd "$image"
${INSTALL:-npm ci --omit=dev}
echo "run it: sh $image/packages/api/entrypoint.sh"
