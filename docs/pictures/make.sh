#!/usr/bin/env bash
# The pictures in the documentation, made anew from three plans of data/: the workbook, the charts and the pages.
# It needs LibreOffice, poppler (pdftotext, pdftoppm), ImageMagick and Chromium. Usage: make.sh [HELHEDSPLAN]
set -euo pipefail
program=$(realpath "${1:-.venv/bin/helhedsplan}")
cd "$(dirname "$0")"
out=$PWD data=$PWD/../../data
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Danish decimals and thousands, whatever the language of the machine.
mkdir -p "$work/profile/user"
cat > "$work/profile/user/registrymodifications.xcu" << 'XML'
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>da-DK</value></prop></item>
</oor:items>
XML

# A sheet as it is on the screen: on one page across, without the head and foot of paper.
cat > "$work/screen.py" << 'PY'
import re
import sys
from zipfile import ZipFile

source, target = sys.argv[1:]
with ZipFile(source) as book, ZipFile(target, "w") as out:
    for name in book.namelist():
        part = book.read(name)
        if name.startswith("xl/worksheets/sheet"):
            text = re.sub(r"(?s)<headerFooter.*?</headerFooter>|<(col|row)Breaks.*?</\1Breaks>", "", part.decode())
            text = re.sub(r'(<pageSetup [^>]*)scale="\d+"', r'\1fitToHeight="0"', text)
            text = re.sub(r"(<worksheet [^>]*>)", r'\1<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>', text, count=1)
            part = text.encode()
        if name == "xl/workbook.xml":  # paper has the title in its head, and Kontrol its first columns alone
            text = re.sub(r"('Kontrol'!\$A\$)4:", r"\g<1>1:", part.decode())
            area = r'<definedName name="_xlnm.Print_(Area|Titles)"[^>]*>(?!.Kontrol.!.A.1:).*?</definedName>'
            part = re.sub(area, "", text).encode()
        out.writestr(name, part)
PY

book() { # PLAN: the plan's workbook as pages
  "$program" budget "$data/$1.toml" -o "$work/printed.xlsx" > /dev/null
  "$(dirname "$program")/python" "$work/screen.py" "$work/printed.xlsx" "$work/$1.xlsx"
  rm "$work/printed.xlsx"
  soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work/$1.xlsx" \
    > /dev/null 2>&1
}

picture() { # PLAN TITLE NAME DPI [CROP]: the page that begins with a sheet's title, its edges cut off
  local page=1 pages
  pages=$(pdfinfo "$work/$1.pdf" | sed -n 's/^Pages: *//p')
  until [[ "$(pdftotext -f "$page" -l "$page" "$work/$1.pdf" - | tr -s "\n" " ")" == "$2 "* ]]; do
    page=$((page + 1))
    if [ "$page" -gt "$pages" ]; then
      echo "$1.pdf: no page begins with '$2'" >&2
      exit 1
    fi
  done
  pdftoppm -r "$4" -f "$page" -l "$page" -singlefile -png "$work/$1.pdf" "$work/page"
  local crop=()
  [ -z "${5:-}" ] || crop=(-crop "$5" +repage)
  convert "$work/page.png" -trim +repage "${crop[@]}" -bordercolor white -border 12 -strip \
    -dither None -colors 256 -define png:exclude-chunks=date,time -define png:compression-level=9 "PNG8:$out/$3.png"
}

for plan in amager-2022 eksempelparken-2022 eksempelhaven-2023; do book "$plan"; done

picture amager-2022 "Boligsocial helhedsplan Amager 2022-2025" amager-forside 96
picture amager-2022 "Finansieringsplan" amager-finansieringsplan 130 x560+0+0
picture amager-2022 "Kontrol: er reglerne overholdt?" amager-kontrol 130
picture eksempelhaven-2023 "Huslejevirkning: hvad betaler hvert lejemål?" eksempelhaven-huslejevirkning 120

picture eksempelparken-2022 "Forudsætninger: hvad gælder for hele planen?" ark-forudsaetninger 110
picture eksempelparken-2022 "Kilder: hvem giver hvad?" ark-kilder 120
picture eksempelparken-2022 "Poster: hvad koster det?" ark-poster 120
picture eksempelhaven-2023 "Afdelinger: hvem bor her?" ark-afdelinger 120
picture eksempelparken-2022 "Kontrol: er reglerne overholdt?" ark-kontrol 120
picture eksempelparken-2022 "Finansieringsplan" ark-finansieringsplan 120
picture eksempelparken-2022 "Finansieringsgrid: hvem betaler hvilken linje" ark-finansieringsgrid 120 x560+0+0
picture eksempelhaven-2023 "Prisniveau: hvad er en pris i et andet år?" ark-prisniveau 110
picture eksempelparken-2022 "Fondsmoms: hvor rækker de eksterne penge længst?" ark-fondsmoms 110

small() { # FILE NAME: a picture with a white edge and few colours
  convert "$1" -bordercolor white -border 12 -strip -dither None -colors 256 \
    -define png:exclude-chunks=date,time -define png:compression-level=9 "PNG8:$out/$2.png"
}

chart() { # PLAN FILE NAME
  "$program" chart "$data/$1.toml" -o "$work/charts-$1" --kind png > /dev/null
  small "$work/charts-$1/$2.png" "$3"
}

page() { # PLAN READER NAME
  "$program" pages "$data/$1.toml" -o "$work/pages-$1" > /dev/null
  pdftoppm -r 84 -singlefile -png "$work/pages-$1/side-$2.pdf" "$work/page"
  convert "$work/page.png" -bordercolor "#bbbbbb" -border 1 "$work/page.png"
  small "$work/page.png" "$3"
}

chart amager-2022 finansiering amager-finansiering
chart amager-2022 graenser amager-graenser
chart eksempelparken-2022 hvem-betaler eksempelparken-hvem-betaler
chart eksempelparken-2022 finansieringsgrid eksempelparken-finansieringsgrid
page eksempelparken-2022 byraad eksempelparken-side-byraad
page eksempelparken-2022 beboere eksempelparken-side-beboere

# The report, as a notebook shows it.
"$(dirname "$program")/python" - "$data/amager-2022.toml" > "$work/report.html" << 'PY'
import sys
from helhedsplan_finance import Plan
print('<meta charset="utf-8"><body style="font-family:Arial,sans-serif;margin:12px">')
print(Plan.from_file(sys.argv[1]).check().to_html())
PY
chromium --headless --no-sandbox --disable-gpu --disable-background-networking --hide-scrollbars --window-size=1180,585 \
  "--user-data-dir=$work/chromium" "--screenshot=$work/report.png" "file://$work/report.html" > /dev/null 2>&1
small "$work/report.png" amager-rapport

# The page in a browser, from `make browser`, with playwright-core from `make .venv/.browser`.
root=$PWD/../..
node browser.mjs "$(command -v chromium)" "$root/.venv/browser/node_modules" "$root/browser/dist/beregner.html" "$data" "$work"
for one in "$work"/beregner-*.png; do
  name=$(basename "$one" .png)
  convert "$one" -strip -dither None -colors 64 -define png:exclude-chunks=date,time \
    -define png:compression-level=9 "PNG8:$out/$name.png"
done
