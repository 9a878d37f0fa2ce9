#!/usr/bin/env bash
# SheetJS (npm xlsx) 0.18.5 loads and saves formulas written by XlsxWriter 3.2.9.
#
# Expected: a cell with a formula is written back with its formula, whatever its stored value is.
# Happens: a formula whose stored value is an empty text is dropped, cell and all; its neighbours, with a number or a
#   text for a value, are kept. And the sheet's table is not written, while formulas that name it are.
# Matters: "" is how a budget cell says that nothing is stated yet, so the cells that a partner is to fill in are the
#   ones that lose their formulas, and a reader that looks for changed formulas sees cells that were emptied.
# Guess before it was run: the table is lost, every formula is kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install xlsxwriter==3.2.9
npm install --silent --no-fund --no-audit xlsx@0.18.5 > /dev/null

env/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("before.xlsx") as book:
    sheet = book.add_worksheet("Sum")
    sheet.add_table("C1:C3", {"name": "tblKilder", "columns": [{"header": "2022"}]})
    sheet.write_column("C2", [75, 25])
    sheet.write_formula("A1", "=SUM(tblKilder[2022])", None, 100)
    sheet.write_formula("A2", '=IF(A1>0,"OK","FEJL")', None, "OK")
    sheet.write_formula("A3", '=IF(A1>0,"",0)', None, "")
PY
node -e '
const XLSX = require("xlsx")
XLSX.writeFile(XLSX.readFile("before.xlsx", { cellFormula: true }), "after.xlsx")
'
env/bin/python - <<'PY'
import re, zipfile
from html import unescape


def formulas(name):
    with zipfile.ZipFile(name) as package:
        parts = package.namelist()
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        return [unescape(one) for one in re.findall(r"<f>([^<]*)</f>", sheet)], parts


before, parts_before = formulas("before.xlsx")
after, parts_after = formulas("after.xlsx")
print("before:", before)
print("after: ", after)
assert len(before) == 3 and "xl/tables/table1.xml" in parts_before
assert after == before[:2], "SheetJS keeps the formula of an empty text now"
assert not any(part.startswith("xl/tables/") for part in parts_after), "SheetJS keeps the table now"
PY
