// Looks at pages in one Chromium: reads {chromium, modules, axe, checked, printed} from standard input, where the last two list
// files, and writes what axe-core finds in each page that is checked, and a PDF beside each page that is printed.
import { readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"

const asked = JSON.parse(readFileSync(0, "utf-8"))
const { chromium } = createRequire(`${asked.modules}/`)("playwright-core")
const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
})
const axe = readFileSync(asked.axe, "utf-8")
const page = await browser.newPage({ viewport: { width: 1200, height: 1000 } })
const devtools = await page.context().newCDPSession(page)

const found = {}
for (const file of asked.checked) {
  await page.goto(pathToFileURL(file).href)
  await page.evaluate(axe) // past the page's own policy, which forbids scripts
  found[file] = await page.evaluate(async () => {
    const { passes, violations, incomplete } = await axe.run({ resultTypes: ["violations", "incomplete"] })
    const complaints = [...violations, ...incomplete].map(one => [one.id, one.nodes.map(node => node.html)])
    return { passes: passes.length, complaints }
  })
}
for (const file of asked.printed) {
  await page.goto(pathToFileURL(file).href)
  const { data } = await devtools.send("Page.printToPDF", { printBackground: true, preferCSSPageSize: true })
  writeFileSync(file.replace(/html$/, "pdf"), data, "base64")
}
await browser.close()
process.stdout.write(JSON.stringify(found))
