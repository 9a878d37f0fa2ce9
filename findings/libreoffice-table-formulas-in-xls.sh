#!/usr/bin/env bash
# LibreOffice 7.4.7 saves a workbook that XlsxWriter 3.3.1 wrote as .xls, and that as .xlsx again.
#
# Expected: .xls has no references to columns of tables, so that they become references to cells, as they do in .ods.
# Happens: every formula that names a table becomes NA(), with the value #N/A, and nothing is said; formulas that name
#   cells or defined names are kept. By way of .ods the same formula comes back as SUM(Sum!$C$2:$C$3).
# Matters: a partner who "saves as Excel 97-2003" returns a budget whose sums are all #N/A; the figures that were typed
#   are there, and the defined names still say where.
# Guess before it was run: the tables are lost, the formulas refer to cells.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install xlsxwriter==3.3.1
env/bin/python - <<'PY'
import xlsxwriter

with xlsxwriter.Workbook("before.xlsx") as book:
    sheet = book.add_worksheet("Sum")
    sheet.add_table("C1:C3", {"name": "tblKilder", "columns": [{"header": "2022"}]})
    sheet.write_column("C2", [75, 25])
    sheet.write_formula("A1", "=SUM(tblKilder[2022])", None, 100)
    sheet.write_formula("A2", "=SUM(C2:C3)", None, 100)
PY
convert() { soffice "-env:UserInstallation=file://$folder/profile" --headless --convert-to "$1" --outdir "$2" "$3" > /dev/null 2>&1; }
convert xls xls before.xlsx
convert xlsx from_xls xls/before.xls
convert ods ods before.xlsx
convert xlsx from_ods ods/before.ods
env/bin/python - <<'PY'
import re
import zipfile


def cells(name):
    with zipfile.ZipFile(name) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<f[^>]*>([^<]*)</f><v>([^<]*)</v>", sheet)


for way in ("from_xls", "from_ods"):
    print(f"{way}:", cells(f"{way}/before.xlsx"))
assert cells("from_xls/before.xlsx") == [("NA()", "#N/A"), ("SUM(C2:C3)", "100")], "LibreOffice keeps the formula now"
assert "NA()" not in {formula for formula, _ in cells("from_ods/before.xlsx")}
PY
