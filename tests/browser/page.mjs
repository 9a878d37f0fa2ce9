// Uses the page as a person does, in one Chromium: reads {chromium, modules, axe, one, served, files, answers} from
// standard input, and writes what was seen, by name. Files that the page makes are written as base64.
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { pathToFileURL } from "node:url"

const asked = JSON.parse(readFileSync(0, "utf-8"))
const { chromium } = createRequire(`${asked.modules}/`)("playwright-core")
const axe = readFileSync(asked.axe, "utf-8")
const browser = await chromium.launch({
  executablePath: asked.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
})
const seen = { requests: [], errors: [] }
process.on("uncaughtException", error => { console.error(error); console.error(JSON.stringify(Object.fromEntries(Object.entries(seen).map(([k, v]) => [k, JSON.stringify(v)?.slice(0, 300)])), null, 1)); process.exit(1) })

async function opened(address, settings = {}, before = null) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...settings })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  page.on("request", one => { if (!/^(file|blob|data):/.test(one.url())) seen.requests.push(one.url()) })
  page.on("pageerror", error => seen.errors.push(error.message))
  if (before) await page.addInitScript(before)
  await page.goto(address)
  return page
}

const ready = page => page.waitForSelector("#begin:not([hidden])")
const verdict = page => page.textContent("#verdict .badge")
const open = async (page, ...names) => {
  await page.evaluate(() => { byId("plan").hidden = true; byId("said").replaceChildren() })
  await page.setInputFiles("#files", names.map(name => asked.files[name]))
  await page.waitForFunction(() => !byId("plan").hidden || byId("said").childElementCount)
}
const complaints = async page => {
  await page.evaluate(axe) // past the page's own policy
  return page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] })
    return violations.map(one => [one.id, one.nodes.map(node => node.html)])
  })
}
const tabs = page => page.$$eval("[role=tab]", all => all.map(one => one.id))
const overflow = page => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const address = pathToFileURL(asked.one).href
{
  const page = await opened(address)
  seen.before = await complaints(page)
  await ready(page)
  seen.begin = await complaints(page)
  await page.click("#example")
  await page.waitForSelector("#plan:not([hidden])")
  seen.amager = [await verdict(page), await page.textContent("#panel")]
  seen.axe = {}
  for (const lang of ["da", "en"]) {
    for (const tab of await tabs(page)) {
      await page.click(`#${tab}`)
      seen.axe[`${lang} ${tab}`] = await complaints(page)
    }
    await page.click("#language")
    await page.waitForFunction(was => document.documentElement.lang !== was, lang)
  }
  await page.click("#tab-take")
  const [made] = await Promise.all([page.waitForEvent("download"), page.click("#panel button.main")])
  const workbook = await made.path()
  seen.workbook = [made.suggestedFilename(), readFileSync(workbook).toString("base64")]
  asked.files.own = `${workbook}.xlsx`
  await made.saveAs(asked.files.own)
  await open(page, "own")
  seen.reopened = [await verdict(page), await page.evaluate(() => state.plan)]

  await page.click("#tab-amounts")
  await page.fill("[data-at='stream/1/amount']", "3.875.000")
  await page.fill("[data-at='stream/3/amount']", "3.625.000")
  await page.waitForSelector("#verdict .holds")
  seen.changed = await verdict(page)
  await page.fill("[data-at='stream/3/amount']", "mange")
  await page.waitForSelector("#faults li")
  seen.fault = [await page.textContent("#faults li"), await page.getAttribute("[data-at='stream/3/amount']", "aria-invalid")]
  await page.click("#tab-look")
  seen.uncomputed = [await verdict(page), await page.textContent("#panel li")]
  await page.click("#tab-amounts")
  await page.fill("[data-at='stream/3/amount']", "3.625.000")
  await page.waitForSelector("#verdict .holds")

  // Typing a year takes the place of the total; a new row has the cursor; what was replaced can be had back.
  await page.fill("[data-at='stream/3/amounts/2022']", "600.000")
  await page.waitForSelector("[data-at='stream/3/amount'][placeholder='600.000']")
  seen.typed = [await page.inputValue("[data-at='stream/3/amount']"), await page.evaluate(() => state.plan.stream[3].amount)]
  await page.click("#add-cost")
  await page.waitForFunction(() => state.look.plan.cost?.length === 1)
  seen.added = await page.evaluate(() => state.faults)
  await page.keyboard.type("Projektleder")
  await page.fill("[data-at='cost/0/unit_price']", "620.000")
  await page.fill("[data-at='cost/0/quantity/2022']", "1,5")
  await page.waitForFunction(() => state.look.plan.cost?.[0].quantity?.[2022] === "1,5" && !state.faults.length)
  seen.line = await page.evaluate(() => state.look.plan.cost[0])
  await page.click("#cost tbody button")
  seen.focus = await page.evaluate(() => document.activeElement.id)
  const before = await page.evaluate(() => JSON.stringify(state.plan))
  await page.evaluate(() => byId("example").click())
  await page.click("#said button")
  seen.undone = before === await page.evaluate(() => JSON.stringify(state.plan))
  await page.click("#close")
  await page.click("#back")
  seen.back = before === await page.evaluate(() => JSON.stringify(state.plan))

  await open(page, "eksempelparken-2022.toml")
  await page.click("#tab-amounts")
  for (const year of [2022, 2023, 2024, 2025]) await page.fill(`[data-at='stream/0/amounts/${year}']`, "")
  await page.click("#tab-finance")
  await page.selectOption("#panel select >> nth=0", "most-lbf")
  await page.click("#panel button.main")
  await page.waitForSelector("#answer-finance > *")
  await page.click("#answer-finance button")
  await page.waitForSelector("#verdict .holds")
  seen.financed = await page.evaluate(() => state.plan)
  await page.click("#tab-rent")
  await page.click("#panel button.main")
  await page.waitForSelector("#answer-rent > *")
  seen.rent = await page.textContent("#answer-rent")

  await open(page, ...asked.answers)
  seen.merged = [await verdict(page), await page.evaluate(() => state.plan)]
  const follow = async (...names) => {
    await open(page, ...names)
    await page.fill("#panel input[type=date]", "2025-06-30")
    await page.click("#panel button.main")
    await page.waitForFunction(() => byId("answer-follow").textContent.includes("pr. 30. juni 2025"))
    return page.textContent("#answer-follow")
  }
  seen.followed = await follow(...asked.case)
  const [book] = await Promise.all([page.waitForEvent("download"), page.click("#answer-follow button")])
  asked.files.casebook = `${await book.path()}.xlsx`
  await book.saveAs(asked.files.casebook)
  seen.casebook = await follow("casebook")
  await open(page, asked.case[0], asked.case[1])
  seen.unposted = await page.textContent("#said li")

  seen.refused = {}
  for (const name of asked.hostile) {
    await open(page, name)
    seen.refused[name] = await page.$$eval("#said li", all => all.map(one => one.textContent))
  }
  await open(page, ...asked.hostile, ...asked.answers)
  seen.ten = await page.$$eval("#said li", all => all.map(one => one.textContent))

  // A worker that dies while it is asked is told of, and the next one answers.
  await page.evaluate(() => { ask("example"); setTimeout(() => { desk.worker.terminate(); failAll(new Error("gone")) }, 0) })
  await page.waitForSelector("#said > div")
  seen.died = await page.textContent("#said")
  await page.click("#example", { force: true }).catch(() => {})
  await page.evaluate(() => byId("example").click())
  await page.waitForFunction(() => !byId("plan").hidden)
  seen.alive = await verdict(page)

  // What the policy forbids fails, on the page and in the worker.
  seen.blocked = await page.evaluate(async () => {
    const tried = []
    for (const run of [() => fetch("https://example.org/"), () => new Promise((done, fail) => {
      const picture = new Image()
      picture.onload = done
      picture.onerror = () => fail(new Error("picture"))
      picture.src = "https://example.org/a.png"
    })]) {
      try { await run(); tried.push("sent") } catch (error) { tried.push("blocked") }
    }
    return tried
  })
  await page.context().close()
}
{
  // By the keyboard alone: to the plan of Amager, and along its tabs.
  const page = await opened(address)
  await ready(page)
  const focused = () => page.evaluate(() => document.activeElement.id)
  for (let pressed = 0; pressed < 20 && (await focused()) !== "example"; pressed += 1) await page.keyboard.press("Tab")
  await page.keyboard.press("Enter")
  await page.waitForSelector("#plan:not([hidden])")
  for (let pressed = 0; pressed < 40 && (await focused()) !== "tab-look"; pressed += 1) await page.keyboard.press("Tab")
  const walked = [await focused()]
  for (const key of ["ArrowRight", "ArrowRight", "End", "Home", "ArrowLeft"]) {
    await page.keyboard.press(key)
    walked.push(await focused())
  }
  seen.keyboard = walked

  // The draft is kept by choice, found again, and wiped.
  await page.check("#draft-keep")
  await page.reload()
  await ready(page)
  await page.click("#draft-open")
  await page.waitForSelector("#plan:not([hidden])")
  seen.draft = [await verdict(page)]
  await page.click("#draft-wipe")
  seen.draft.push(await page.evaluate(() => localStorage.length))
  await page.context().close()
}
{
  const page = await opened(address)
  await ready(page)
  seen.widths = {}
  for (const width of [1280, 640, 390]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await page.evaluate(() => { byId("plan").hidden = true; byId("begin").hidden = false })
      const found = [await overflow(page)]
      await open(page, "eksempelparken-2022.toml")
      for (const tab of await tabs(page)) {
        await page.click(`#${tab}`)
        found.push(await overflow(page))
      }
      seen.widths[`${width} ${colorScheme}`] = [found, await complaints(page)]
    }
  }
  await page.context().close()
}
{
  const page = await opened(address, {}, () => { delete window.WebAssembly })
  await page.waitForSelector("#said > div")
  seen.without = await page.textContent("#said")
  await page.context().close()
}
{
  const page = await opened(address, {}, () => {
    Storage.prototype.setItem = () => { throw new Error("full") }
    Storage.prototype.getItem = () => { throw new Error("blocked") }
  })
  await ready(page)
  await page.check("#draft-keep")
  await page.click("#example")
  await page.waitForSelector("#plan:not([hidden])")
  seen.storage = [await verdict(page), await page.textContent("#said")]
  await page.context().close()
}
const own = seen.requests.splice(0)
if (own.some(one => !one.startsWith("https://example.org/"))) seen.errors.push(`asked for ${own}`)
{
  const page = await opened(asked.served)
  await page.waitForSelector("#plan:not([hidden])")
  seen.served = [await verdict(page), await page.textContent("#plan-name")]
  seen.outside = seen.requests.filter(one => !one.startsWith(asked.served.split("#")[0]))
  await page.context().close()
}
await browser.close()
process.stdout.write(JSON.stringify(seen))
