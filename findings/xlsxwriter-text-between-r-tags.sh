#!/usr/bin/env bash
# XlsxWriter 3.3.1 writes texts with write_string; openpyxl 3.1.5 reads them.
#
# Expected: write_string writes what it is given as text, escaped, whatever stands in it.
# Happens: a text that begins with <r> and ends with </r> is taken for rich text that is already markup, and goes into
#   the file as it is. <r>note</r> comes back as an empty text, and <r><t>7</t></r> as 7; <s>note</s> comes back whole.
# Matters: a name or a note in a plan is anybody's text, and one that is lost makes another plan of the workbook. Ours are
#   written in pieces, as rich text of one look.
# Guess before it was run: the text is lost, since the shape of the file has it so (read in the library's source first).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/python -m pip --quiet --disable-pip-version-check install xlsxwriter==3.3.1 openpyxl==3.1.5
env/bin/python - <<'PY'
import openpyxl
import xlsxwriter

texts = ["<r>note</r>", "<r><t>7</t></r>", "<s>note</s>"]
with xlsxwriter.Workbook("texts.xlsx") as book:
    sheet = book.add_worksheet()
    for row, text in enumerate(texts):
        sheet.write_string(row, 0, text)
cells = openpyxl.load_workbook("texts.xlsx").active
found = [cells.cell(row + 1, 1).value for row in range(len(texts))]
for text, one in zip(texts, found):
    print(f"{text!r} -> {one!r}")
assert found == ["", "7", "<s>note</s>"], "XlsxWriter writes such texts otherwise now"
PY
