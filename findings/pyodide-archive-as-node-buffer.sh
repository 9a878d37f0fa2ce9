#!/usr/bin/env bash
# Pyodide 314.0.7 is given an archive that Node read from the disk.
#
# Expected: unpackArchive takes "TypedArray | ArrayBuffer" by its documentation. What Node's readFile gives is a Buffer, a
#   subclass of Uint8Array, so it is unpacked.
# Happens: "Unknown typed array type 'Buffer'": the type of the array is looked up by the name of its constructor. The same
#   bytes in a plain Uint8Array are unpacked.
# Matters: under Node every file is a Buffer. One who starts Python from a folder, as browser/node.mjs does, has to copy each
#   archive into a Uint8Array.
# Known: the same message was reported for a Buffer handed to BytesIO with 0.28.3 (pyodide/pyodide issue 5918, closed).
# Guess before it was run: a Buffer is refused by its name, a plain Uint8Array is taken.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-fund --no-audit pyodide@314.0.7 > /dev/null

python3 - <<'PY'
import zipfile

with zipfile.ZipFile("one.zip", "w") as archive:
    archive.writestr("budget.txt", "4 mio. kr.")
PY
cat > try.mjs <<'JS'
import assert from "node:assert"
import { readFileSync } from "node:fs"
import { loadPyodide } from "pyodide"

const python = await loadPyodide()
const buffer = readFileSync("one.zip")
assert(buffer instanceof Uint8Array)
python.unpackArchive(new Uint8Array(buffer), "zip", { extractDir: "/plain" })
const plain = python.FS.readFile("/plain/budget.txt", { encoding: "utf8" })
console.log(`Uint8Array: ${plain}`)
assert.equal(plain, "4 mio. kr.")
let said = "unpacked"
try {
  python.unpackArchive(buffer, "zip", { extractDir: "/buffer" })
} catch (error) {
  said = error.message.trim().split("\n").at(-1)
}
console.log(`Buffer: ${said}`)
assert(said.includes("Unknown typed array type 'Buffer'"), "Pyodide takes a Buffer now")
JS
node try.mjs
