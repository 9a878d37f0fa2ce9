// The pictures of the page in a browser, for the guide: node browser.mjs CHROMIUM MODULES PAGE DATA OUT
// MODULES has playwright-core, PAGE is the built beregner.html, DATA the plans, and OUT gets a PNG for each step.
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"

const [executablePath, modules, built, data, out] = process.argv.slice(2)
const { chromium } = createRequire(`${modules}/`)("playwright-core")
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] })
const page = await browser.newPage({ viewport: { width: 1280, height: 760 } })
const shoot = async (name, height) => {
  await page.setViewportSize({ width: 1280, height })
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0) })
  await page.screenshot({ path: `${out}/beregner-${name}.png` })
}

await page.goto(pathToFileURL(built).href)
await page.waitForSelector("#begin:not([hidden])")
await shoot("begynd", 500)
await page.setInputFiles("#files", `${data}/eksempelparken-2022.toml`)
await page.waitForSelector("#plan:not([hidden])")
await page.click("#tab-amounts")
await shoot("beloeb", 640)
for (const year of [2022, 2023, 2024, 2025]) await page.fill(`[data-at='stream/0/amounts/${year}']`, "")
await page.waitForSelector("#verdict .fails")
await page.click("#tab-finance")
await page.selectOption("#panel select >> nth=0", "most-lbf")
await page.click("#panel button.main")
await page.waitForSelector("#answer-finance > *")
await shoot("hvem-kan-betale", 760)
await page.click("#answer-finance button")
await page.waitForSelector("#verdict .holds")
await page.click("#close")
await page.click("#example")
await page.waitForSelector("#verdict .fails")
await page.click("#tab-look")
await page.evaluate(() => hush())
await shoot("overblik", 760)
await page.click("#tab-take")
await shoot("hent", 540)
await browser.close()
