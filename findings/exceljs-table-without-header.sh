#!/usr/bin/env bash
# ExcelJS 4.4.0 loads and saves a workbook whose table was written by XlsxWriter 3.2.9.
#
# Expected: headerRowCount is left out of a table's part where it is 1, its default in ECMA-376 (18.5.1.2), so a table
#   that is loaded and saved still has one header row, and its calculated column keeps its formula.
# Happens: ExcelJS reads the missing attribute as 0 and writes headerRowCount="0" totalsRowShown="1": the row of titles
#   has become a row of data, and the column's own formula is gone. Cells keep their formulas and values.
# Matters: a partner's web tool may answer with such a file. Columns that are found by the titles of a table's header
#   are then found nowhere, and a sum over the column has a text among its numbers.
# Guess before it was run: the formula of the column is lost, all else is kept.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install xlsxwriter==3.2.9
npm install --silent --no-fund --no-audit exceljs@4.4.0 > /dev/null

env/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("before.xlsx") as book:
    sheet = book.add_worksheet("Kilder")
    doubled = "=tblKilder[[#This Row],[2022]]*2"
    columns = [{"header": "Navn"}, {"header": "2022"}, {"header": "Dobbelt", "formula": doubled}]
    sheet.add_table("A1:C3", {"name": "tblKilder", "columns": columns})
    for row, (name, amount) in enumerate([("Fond", 75), ("Kommune", 25)], start=1):
        sheet.write_row(row, 0, [name, amount])
        sheet.write_formula(row, 2, doubled, None, 2 * amount)
PY
node -e '
const ExcelJS = require("exceljs")
const book = new ExcelJS.Workbook()
book.xlsx.readFile("before.xlsx").then(() => book.xlsx.writeFile("after.xlsx"))
'
env/bin/python - <<'PY'
import re, zipfile


def table(name):
    with zipfile.ZipFile(name) as package:
        return package.read("xl/tables/table1.xml").decode()


before, after = table("before.xlsx"), table("after.xlsx")
for name, part in (("before", before), ("after", after)):
    said = re.search(r'headerRowCount="(\d)"', part)
    print(f"{name}: headerRowCount {said[1] if said else 'left out'}, column formula {'calculatedColumnFormula' in part}")
assert "headerRowCount" not in before and "calculatedColumnFormula" in before
assert 'headerRowCount="0"' in after and 'totalsRowShown="1"' in after, "ExcelJS keeps the header row now"
assert "calculatedColumnFormula" not in after, "ExcelJS keeps the column's formula now"
PY
