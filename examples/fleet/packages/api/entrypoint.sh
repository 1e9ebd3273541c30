#!/bin/sh
# The entry point of the image. First of all contracts at once: what is missing here is told in one message, by a process
# that loads nothing of the application. The guards would refuse the same, one import after the other.
set -e
cd "$(dirname "$0")"
PATH="$PWD/node_modules/.bin:$PWD/../../node_modules/.bin:$PATH"
importspy check --entry dist/main.js
exec node dist/main.js
