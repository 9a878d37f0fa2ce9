#!/usr/bin/env bash
# openpyxl 3.1.5 loads and saves a text that XlsxWriter 3.2.9 wrote, and SheetJS (npm xlsx) 0.18.5 reads it.
#
# Expected: a text that looks like the escape of a sign (_x0041_) is stored with its underscore escaped, and is the same
#   text after a load and a save.
# Happens: openpyxl undoes the escape of the underscore when it reads and does not write it again, so the next reader
#   takes the text for the escape itself: "_x0041_" has become "A". A carriage return goes the other way: openpyxl hands
#   out its escape (_x000D_) as seven characters, and a save makes it a carriage return again.
# Matters: a partner's tool re-saves an answer, and an id or a note has changed though nobody typed in it; a reader that
#   compares with what was written must undo and write the escape itself.
# Guess before it was run: the text survives, since reading undoes the escape.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install openpyxl==3.1.5 xlsxwriter==3.2.9
npm install --silent --no-fund --no-audit xlsx@0.18.5 > /dev/null

env/bin/python - <<'PY'
import openpyxl
import xlsxwriter

with xlsxwriter.Workbook("before.xlsx") as book:
    sheet = book.add_worksheet("Noter")
    sheet.write_string("A1", "_x0041_")
    sheet.write_string("A2", "linje 1\rlinje 2")

book = openpyxl.load_workbook("before.xlsx")
texts = [cell.value for cell in book["Noter"]["A"]]
book.save("after.xlsx")
print("openpyxl reads:", texts)
assert texts == ["_x0041_", "linje 1_x000D_linje 2"], "openpyxl reads escapes in another way now"
PY
node -e '
const XLSX = require("xlsx")
const texts = (name) => {
  const sheet = XLSX.readFile(name).Sheets.Noter
  return [sheet.A1.v, sheet.A2.v]
}
const before = texts("before.xlsx"), after = texts("after.xlsx")
console.log("before:", JSON.stringify(before))
console.log("after: ", JSON.stringify(after))
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other)
if (!same(before, ["_x0041_", "linje 1\rlinje 2"])) throw new Error("SheetJS reads escapes in another way now")
if (!same(after, ["A", "linje 1\rlinje 2"])) throw new Error("openpyxl keeps the escaped underscore now")
'
