/* The page: what a person does becomes a question to the worker, and its answer becomes the page. */
"use strict";

const WORDS = JSON.parse(document.getElementById("words").textContent);
const AIMS = ["least-housing", "least-rent", "least-local", "most-lbf", "even"];
const GIVERS = ["lbf", "kommune", "boligorganisation", "boligafdeling", "ekstern"];
const READERS = ["residents", "board", "council", "fund", "annex"];
const DRAFT = "helhedsplan-kladde";
const MOST = 64_000_001; // bytes of a file that are handed on: one more than the library takes, so that it says so
const PATIENCE = 600; // ms before a computation is said to be under way

const state = { lang: "da", plan: null, look: null, tab: "look", variants: [], files: null, without: new Set(), shown: {} };
const byId = (id) => document.getElementById(id);

function word(key, values = {}) {
  const text = WORDS[key][state.lang];
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

function make(tag, settings = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === "html") node.innerHTML = value; // made by the library, which escapes every text
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

/* ---- the worker: one question at a time, and a new worker where one dies ---- */

const desk = { worker: null, ready: null, next: 1, waiting: new Map(), last: Promise.resolve() };

function startWorker() {
  desk.worker = newWorker();
  desk.worker.onmessage = ({ data }) => {
    const asked = desk.waiting.get(data.id);
    if (!asked) return;
    if (data.step) return asked.step?.(data.step);
    desk.waiting.delete(data.id);
    if (data.died !== undefined) asked.fail(new Error(data.died));
    else asked.done(data);
  };
  let broken = null; // a worker may fail before it is sent anything
  desk.worker.onerror = (event) => {
    event.preventDefault();
    broken = new Error(event.message || "worker");
    failAll(broken);
  };
  desk.ready = packs().then((given) => (broken ? Promise.reject(broken) : send({ packs: given }, showStep)));
  desk.ready.catch(() => {});
  return desk.ready;
}

function failAll(error) {
  const waiting = [...desk.waiting.values()];
  desk.waiting.clear();
  for (const one of waiting) one.fail(error);
}

function send(message, step) {
  const id = desk.next++;
  return new Promise((done, fail) => {
    desk.waiting.set(id, { done, fail, step });
    desk.worker.postMessage({ id, ...message });
  });
}

function replaceWorker() {
  desk.worker.terminate();
  failAll(new Error("stopped"));
  return startWorker();
}

/** Ask the library; `null` where the worker died, which is told. */
function ask(action, asked = {}, files = {}) {
  const run = async () => {
    const late = setTimeout(() => { byId("working").hidden = false; }, PATIENCE);
    try {
      await desk.ready;
      return await send({ action, asked: { lang: state.lang, ...asked }, files });
    } catch (error) {
      console.warn(error);
      tell(word("died"));
      await replaceWorker().catch(() => {});
      return null;
    } finally {
      clearTimeout(late);
      byId("working").hidden = true;
    }
  };
  const mine = desk.last.then(run, run);
  desk.last = mine;
  return mine;
}

/* ---- what is told ---- */

function showStep(step) {
  const bar = byId("starting-bar");
  bar.value = Number(bar.value) + 1;
  byId("starting-step").textContent = word(`step_${step.replaceAll(".", "_")}`);
}

function listed(faults) {
  return make("ul", {}, ...faults.map(({ where, what }) => make("li", {}, ...(where ? [make("strong", {}, `${where}: `)] : []), what)));
}

function tell(head, faults = [], kind = "") {
  byId("said").replaceChildren(make("div", { class: kind }, make("strong", {}, head), ...(faults.length ? [listed(faults)] : [])));
}

const hush = () => byId("said").replaceChildren();

function inWords() {
  document.documentElement.lang = state.lang;
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
}

/* ---- opening ---- */

async function readFiles(list) {
  const files = {};
  for (const file of list) files[file.name] = new Uint8Array(await file.slice(0, MOST).arrayBuffer());
  return files;
}

async function open(files) {
  hush();
  state.files = files;
  const answer = await ask("open", { plan: state.plan }, files);
  if (answer) opened(answer.done);
}

function opened(found) {
  if (found.refused) return tell(word("refused"), found.refused);
  if (found.case) {
    state.tab = "follow";
    state.plan = null;
    showPlan();
    return;
  }
  if (found.base) {
    state.base = found.base;
    tell(word("merged"), found.notes ?? [], "note");
    const choice = make("select", { "aria-label": word("prefer") }, ...found.prefer.map((name) => make("option", { value: name }, name)));
    byId("said").append(
      make("div", { class: "note" }, make("div", { class: "shown", html: found.merged }),
        make("p", { class: "row" }, make("label", {}, `${word("prefer")} `, choice),
          make("button", { type: "button", on: { click: async () => {
            const again = await ask("open", { plan: state.base, prefer: choice.value }, state.files);
            if (again) opened(again.done);
          } } }, word("merge_again")))),
    );
    return;
  }
  state.variants = [];
  state.without = new Set();
  state.files = null;
  take(found);
  if (found.notes?.length) tell(word("notes"), found.notes, "note");
  if (found.merged) byId("said").append(make("div", { class: "note shown", html: found.merged }));
  state.tab = "look";
  showPlan();
}

/** Take an answer as the plan that is open. */
function take(found) {
  state.look = found;
  state.plan = found.plan;
  state.shown = {};
  keepDraft();
}

/* ---- the plan ---- */

function tabs() {
  if (state.plan === null) return ["follow"];
  return ["look", "amounts", "finance", "scenario", "rent", "take"];
}

function showPlan() {
  byId("begin").hidden = true;
  byId("plan").hidden = false;
  showVerdict();
  const list = byId("tabs");
  list.replaceChildren(...tabs().map((name) => make("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel", "aria-selected": String(name === state.tab),
    tabindex: name === state.tab ? "0" : "-1", on: { click: () => choose(name), keydown: moveTab },
  }, word(name === "rent" ? "tab_rent" : `tab_${name}`))));
  showTab();
}

function moveTab(event) {
  const names = tabs();
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const to = event.key === "Home" ? 0 : event.key === "End" ? names.length - 1 : step ? (names.indexOf(state.tab) + step + names.length) % names.length : -1;
  if (to < 0) return;
  event.preventDefault();
  choose(names[to]);
  byId(`tab-${names[to]}`).focus();
}

function choose(name) {
  state.tab = name;
  showPlan();
}

function showVerdict() {
  if (state.plan === null) {
    byId("plan-name").textContent = Object.keys(state.files).join(", ");
    byId("verdict").replaceChildren();
    return;
  }
  byId("plan-name").textContent = state.look.name;
  byId("verdict").replaceChildren(make("span", { class: `badge ${state.look.state}` }, state.look.verdict));
}

function showTab() {
  const panel = byId("panel");
  panel.setAttribute("aria-labelledby", `tab-${state.tab}`);
  panel.replaceChildren(...PANELS[state.tab]());
}

const shown = (html) => make("div", { class: "shown", html });
const pictures = (list = []) => make("div", { class: "pictures" }, ...list.map(({ svg, alt }) =>
  make("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, alt })));

const PANELS = {
  look: () => [
    shown(state.look.check),
    pictures(state.look.pictures),
    shown(state.look.years),
    make("h3", {}, word("lacking")),
    shown(state.look.lacking),
  ],
  amounts: () => amountTables(),
  finance: () => financeForm(),
  scenario: () => scenarioForm(),
  rent: () => rentForm(),
  take: () => takeList(),
  follow: () => followForm(),
};

/* ---- amounts ---- */

const DANISH = new Intl.NumberFormat("da-DK", { maximumFractionDigits: 2 });
const asTyped = (value, row) => `${row?.approx && value !== undefined ? "ca. " : ""}${typeof value === "number" ? DANISH.format(value) : (value ?? "")}`;

let pending = 0;
function edited() {
  clearTimeout(pending);
  pending = setTimeout(relook, 120);
}

async function relook() {
  const asked = structuredClone(state.plan);
  const answer = await ask("look", { plan: asked });
  if (!answer) return;
  const found = answer.done;
  const faults = byId("faults");
  if (found.refused) {
    markCells();
    faults?.replaceChildren(make("div", { class: "faults" }, make("strong", {}, word("refused")), listed(found.refused.map(atCell))));
    return;
  }
  faults?.replaceChildren();
  markCells();
  const typed = state.plan;
  take(found);
  state.plan = typed; // as a person types it, so that no cell jumps under their hands
  showVerdict();
}

const FAULTY = /^(stream|cost) (\d+)(?: '.*')? › (\w+)(?: › (\d{4}))?$/;

/** A fault by the cell that it is in, which is marked; by its place in the plan where no cell has it. */
function atCell({ where, what }) {
  const [, owner, number, key, year] = FAULTY.exec(where) ?? [null, "plan", 1, where];
  const at = [owner, Number(number) - 1, key, year].filter((part) => part !== undefined).join("/");
  const node = document.querySelector(`[data-at="${CSS.escape(at)}"]`);
  node?.setAttribute("aria-invalid", "true");
  return { where: node?.getAttribute("aria-label") ?? where, what };
}

const markCells = () => document.querySelectorAll("#panel [aria-invalid]").forEach((node) => node.removeAttribute("aria-invalid"));

/** A cell that changes a value of a row; an empty one is not stated. */
function cell(row, key, label, settings = {}) {
  const value = settings.get ? settings.get() : row[key];
  const set = settings.set ?? ((text) => { if (text === "") delete row[key]; else row[key] = text; });
  if (settings.choices) {
    const listedChoices = settings.choices.map(([code, name]) => make("option", { value: code, selected: code === value }, name));
    return make("select", { "aria-label": label, "data-at": settings.at, on: { change: (event) => { set(event.target.value); edited(); } } },
      ...(settings.must ? [] : [make("option", { value: "" }, "")]), ...listedChoices);
  }
  return make("input", { value: asTyped(value, settings.get ? null : row), "aria-label": label, "data-at": settings.at, placeholder: settings.placeholder ?? "", readonly: Boolean(settings.fixed),
    on: { input: (event) => { set(event.target.value.trim()); edited(); } } });
}

const nameOf = (row, number) => row.name || row.activity || row.id || word("row_number", { number: number + 1 });
const labelOf = (column, row, number) => word("cell", { column, row: nameOf(row, number) });

/** The amount of a year; typing one turns an amount in total into amounts by year. */
function yearCell(row, year, label, at, key = "amounts") {
  return cell(row, key, label, {
    at: `${at}/${key}/${year}`,
    get: () => row[key]?.[year],
    set: (text) => {
      if (key === "amounts") delete row.amount;
      row[key] = { ...(row[key] ?? {}) };
      if (text === "") delete row[key][year];
      else row[key][year] = text;
      if (!Object.keys(row[key]).length) delete row[key];
    },
  });
}

function table(caption, heads, rows) {
  return make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    make("table", { class: "type" }, make("caption", { class: "unseen" }, caption),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col" }, head)))),
      make("tbody", {}, ...rows)));
}

function removeButton(list, number) {
  const name = nameOf(list[number], number);
  return make("td", {}, make("button", { type: "button", class: "quiet", "aria-label": word("remove", { name }),
    on: { click: () => { list.splice(number, 1); relook().then(showTab); } } }, "✕"));
}

function freshId(list, start) {
  const taken = new Set(list.map((one) => one.id));
  let number = list.length + 1;
  while (taken.has(`${start}-${number}`)) number += 1;
  return `${start}-${number}`;
}

function amountTables() {
  const plan = state.plan;
  const years = state.look.of_years;
  const { choices } = state.look;
  plan.stream ??= [];
  plan.cost ??= [];
  const inRow = (owner, number) => (row, key, label, settings = {}) => cell(row, key, label, { at: `${owner}/${number}/${key}`, ...settings });
  const streams = plan.stream.map((row, number) => {
    const cell = inRow("stream", number);
    return make("tr", {},
    make("td", { class: "name" }, cell(row, "name", labelOf(word("name"), row, number))),
    make("td", {}, Array.isArray(row.source) ? row.source.join(" + ") : cell(row, "source", labelOf(word("contributions"), row, number), { choices: choices.source, must: true })),
    make("td", {}, cell(row, "status", labelOf(word("status"), row, number), { choices: choices.status })),
    make("td", { class: "n" }, cell(row, "amount", labelOf(word("amount"), row, number), {
      placeholder: row.amounts ? "" : word("none_yet"),
      set: (text) => { delete row.amounts; delete row.approx; delete row.hedge; if (text === "") delete row.amount; else row.amount = text; } })),
    ...years.map((year) => make("td", { class: "n" }, yearCell(row, year, labelOf(year, row, number), `stream/${number}`))),
    removeButton(plan.stream, number));
  });
  const costs = plan.cost.map((row, number) => {
    const cell = inRow("cost", number);
    const key = row.unit_price !== undefined || row.quantity !== undefined ? "quantity" : "amounts";
    return make("tr", {},
      make("td", { class: "name" }, cell(row, "activity", labelOf(word("line"), row, number))),
      make("td", {}, cell(row, "art", labelOf("Art", row, number), { choices: choices.art })),
      make("td", { class: "name" }, cell(row, "indsatsomraade", labelOf(word("area"), row, number))),
      make("td", { class: "n" }, cell(row, "unit_price", labelOf(word("unit_price"), row, number))),
      make("td", {}, cell(row, "unit", labelOf(word("unit"), row, number))),
      ...years.map((year) => make("td", { class: "n" }, yearCell(row, year, labelOf(year, row, number), `cost/${number}`, key))),
      removeButton(plan.cost, number));
  });
  const add = (list, row, label) => make("p", {}, make("button", { type: "button", on: { click: () => { list.push(row()); relook().then(showTab); } } }, label));
  return [
    make("p", {}, word("typing")),
    make("div", { id: "faults", role: "alert" }),
    make("h3", {}, word("head")),
    make("div", { class: "fields" },
      field(word("name"), cell(plan, "name", word("name"), { at: "plan/0/name" })),
      field("Kommune", cell(plan, "kommune", "Kommune", { at: "plan/0/kommune" })),
      field(word("stage"), cell(plan, "stage", word("stage"), { choices: choices.stage, must: true })),
      plan.cost.length ? null : field(word("total"), cell(plan, "total", word("total"), { at: "plan/0/total" }))),
    make("h3", {}, word("contributions")),
    table(word("contributions"), [word("name"), state.lang === "da" ? "Kilde" : "Source", word("status"), word("amount"), ...years, ""], streams),
    add(plan.stream, () => ({ id: freshId(plan.stream, "bidrag"), source: "kommune", name: "" || word("contributions") }), word("add_contribution")),
    make("h3", {}, word("lines")),
    table(word("lines"), [word("line"), "Art", word("area"), word("unit_price"), word("unit"), ...years, ""], costs),
    add(plan.cost, () => ({ id: freshId(plan.cost, "post"), activity: word("line"), art: "aktiviteter", amounts: { [years[0]]: 0 } }), word("add_line")),
  ].filter(Boolean);
}

const field = (label, input) => make("p", { class: "field" }, make("label", {}, label, make("br"), input));

/* ---- who can pay ---- */

function answerBox(name) {
  return make("div", { id: `answer-${name}`, "aria-live": "polite" }, ...(state.shown[name] ?? []));
}

function answered(name, nodes) {
  state.shown[name] = nodes;
  byId(`answer-${name}`)?.replaceChildren(...nodes);
}

async function answerTo(name, asked, nodes) {
  hush();
  const answer = await ask(name, { plan: state.plan, ...asked }, {});
  if (!answer) return;
  if (answer.done.refused) answered(name, [make("div", { class: "faults" }, make("strong", {}, word("refused")), listed(answer.done.refused))]);
  else answered(name, nodes(answer.done));
}

function financeForm() {
  const years = state.look.of_years;
  const chosen = (state.aims ??= ["", ""]);
  const most = (state.most ??= {});
  const aim = (place) => make("select", { "aria-label": word(place ? "aim_then" : "aim_first"), on: { change: (event) => { chosen[place] = event.target.value; } } },
    ...["", ...AIMS].map((name) => make("option", { value: name, selected: chosen[place] === name }, word(`aim_${(name || "none").replace("-", "_")}`))));
  const round = make("select", {}, ...[["", "round_none"], ["even", "round_even"]].map(([value, key]) => make("option", { value }, word(key))),
    ...["1000", "10000", "100000"].map((value) => make("option", { value }, `${DANISH.format(value)} kr.`)));
  const largest = make("input", { type: "checkbox" });
  const rows = GIVERS.map((giver) => make("tr", {}, make("th", { scope: "row" }, giverName(giver)), ...years.map((year) => make("td", { class: "n" },
    make("input", { value: most[giver]?.[year] ?? "", "aria-label": word("cell", { column: year, row: giverName(giver) }),
      on: { input: (event) => { (most[giver] ??= {})[year] = event.target.value.trim(); } } })))));
  const find = async () => {
    const ceilings = {};
    for (const [giver, by] of Object.entries(most)) for (const [year, text] of Object.entries(by)) if (text) (ceilings[giver] ??= {})[year] = text;
    const asked = { aims: chosen.filter(Boolean), most: ceilings, largest: largest.checked, round: round.value };
    await answerTo("finance", asked, (found) => [
      shown(found.html),
      pictures(found.pictures),
      found.plan ? make("p", {}, make("button", { type: "button", on: { click: async () => {
        const again = await ask("look", { plan: found.plan });
        if (!again || again.done.refused) return;
        take(again.done);
        showPlan();
        tell(word("used"), [], "note");
      } } }, word("use"))) : null,
    ].filter(Boolean));
  };
  return [
    make("p", {}, word("open_amounts")),
    make("fieldset", {}, make("legend", {}, word("aims")), make("div", { class: "fields" }, field(word("aim_first"), aim(0)), field(word("aim_then"), aim(1)), field(word("round"), round))),
    make("p", {}, make("label", {}, largest, " ", word("largest"))),
    make("details", {}, make("summary", {}, word("ceilings")), table(word("ceilings"), ["", ...years], rows)),
    make("p", {}, make("button", { type: "button", class: "main", on: { click: find } }, word("find"))),
    answerBox("finance"),
  ];
}

const giverName = (giver) => state.look.choices.source.find(([code]) => code === giver)?.[1] ?? giver;

/* ---- alternatives, rent, follow-up ---- */

function scenarioForm() {
  const name = make("input", { value: word("kept", { number: state.variants.length + 1 }), maxlength: "100" });
  const keep = () => {
    state.variants.push({ name: name.value.trim() || word("kept", { number: state.variants.length + 1 }), plan: structuredClone(state.plan) });
    showTab();
  };
  if (state.variants.length) queueMicrotask(() => answerTo("scenario", { others: state.variants }, (found) => [shown(found.html), pictures(found.pictures)]));
  return [
    make("p", {}, word("scenario_how")),
    make("div", { class: "fields" }, field(word("keep_name"), name), make("p", {}, make("button", { type: "button", class: "main", on: { click: keep } }, word("keep")))),
    make("p", { class: "row" }, ...state.variants.map((one) => make("button", { type: "button", on: { click: async () => {
      const answer = await ask("look", { plan: one.plan });
      if (answer && !answer.done.refused) { take(answer.done); showPlan(); }
    } } }, word("go_back", { name: one.name })))),
    answerBox("scenario"),
  ];
}

function rentForm() {
  const homes = state.look.homes;
  if (!homes.length) return [make("p", {}, word("rent_none"))];
  const covered = make("input", { value: state.covered ?? "" });
  const ticks = homes.map(({ id, name }) => make("label", {}, make("input", { type: "checkbox", checked: !state.without.has(id),
    on: { change: (event) => { if (event.target.checked) state.without.delete(id); else state.without.add(id); compute(); } } }), " ", name));
  const compute = () => {
    state.covered = covered.value.trim();
    return answerTo("rent", { covered: state.covered, without: [...state.without] }, (found) => [shown(found.html), pictures(found.pictures)]);
  };
  return [
    make("fieldset", {}, make("legend", {}, word("rent_with")), make("div", { class: "ticks" }, ...ticks)),
    make("div", { class: "fields" }, field(word("rent_covered"), covered), make("p", {}, make("button", { type: "button", class: "main", on: { click: compute } }, word("rent_show")))),
    answerBox("rent"),
  ];
}

function followForm() {
  const day = make("input", { type: "date", value: state.day ?? new Date().toISOString().slice(0, 10) });
  const show = async () => {
    state.day = day.value;
    hush();
    const answer = await ask("follow", { as_of: day.value }, state.files);
    if (!answer) return;
    const found = answer.done;
    answered("follow", found.refused
      ? [make("div", { class: "faults" }, make("strong", {}, word("refused")), listed(found.refused))]
      : [shown(found.html), make("h3", {}, word("statement")), shown(found.statement)]);
  };
  return [
    make("p", {}, word("follow_how")),
    make("div", { class: "fields" }, field(word("follow_day"), day), make("p", {}, make("button", { type: "button", class: "main", on: { click: show } }, word("follow_show")))),
    answerBox("follow"),
  ];
}

/* ---- taking away ---- */

function download(name, bytes, type = "application/octet-stream") {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

async function taken(what, use) {
  hush();
  const answer = await ask("take", { plan: state.plan, what });
  if (!answer) return;
  if (answer.done.refused) return tell(word("refused"), answer.done.refused);
  for (const [name, bytes] of Object.entries(answer.files)) use(name, bytes);
}

function printed(name, bytes) {
  document.querySelector("iframe.print")?.remove();
  const frame = make("iframe", { class: "print", title: name, sandbox: "allow-same-origin allow-modals" });
  frame.srcdoc = new TextDecoder().decode(bytes);
  frame.addEventListener("load", () => frame.contentWindow.print());
  document.body.append(frame);
}

function takeList() {
  const button = (what, label, use, kind = "") => make("button", { type: "button", class: kind, on: { click: () => taken(what, use) } }, label);
  return [
    make("p", {}, word("take_how")),
    make("p", { class: "row" },
      button("workbook", word("take_workbook"), (name, bytes) => download(name, bytes), "main"),
      button("toml", word("take_toml"), (name, bytes) => download(name, bytes)),
      button("csv", word("take_csv"), (name, bytes) => download(name, bytes))),
    make("h3", {}, word("take_pages")),
    make("ul", { class: "takes" }, ...READERS.map((reader) => make("li", {}, make("p", {}, word(`take_${reader}`)),
      make("div", { class: "row" }, button(reader, word("print"), printed), button(reader, word("save_page"), (name, bytes) => download(name, bytes, "text/html")))))),
  ];
}

/* ---- the draft, which is kept by choice ---- */

function keepDraft() {
  if (!byId("draft-keep").checked || state.plan === null) return;
  try {
    localStorage.setItem(DRAFT, JSON.stringify({ plan: state.plan, variants: state.variants }));
  } catch {
    tell(word("draft_full"), [], "note");
  }
}

function draft() {
  try {
    return JSON.parse(localStorage.getItem(DRAFT) ?? "null");
  } catch {
    return null;
  }
}

async function openDraft() {
  const kept = draft();
  if (!kept) return;
  const answer = await ask("look", { plan: kept.plan });
  if (!answer) return;
  opened(answer.done);
  state.variants = Array.isArray(kept.variants) ? kept.variants : [];
}

/* ---- what a person does ---- */

function listen() {
  byId("language").addEventListener("click", async () => {
    state.lang = state.lang === "da" ? "en" : "da";
    inWords();
    hush();
    if (byId("plan").hidden) return;
    state.shown = {};
    if (state.plan !== null) {
      const answer = await ask("look", { plan: state.plan });
      if (answer && !answer.done.refused) take(answer.done);
    }
    showPlan();
  });
  byId("choose").addEventListener("click", () => byId("files").click());
  byId("files").addEventListener("change", async (event) => {
    const files = await readFiles(event.target.files);
    event.target.value = "";
    if (Object.keys(files).length) open(files);
  });
  for (const type of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(type, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      byId("drop").classList.toggle("over", type === "dragenter" || type === "dragover");
      if (type === "drop") readFiles(event.dataTransfer.files).then(open);
    });
  }
  byId("example").addEventListener("click", async () => {
    const answer = await ask("example");
    if (answer) opened(answer.done);
  });
  byId("draft-open").addEventListener("click", openDraft);
  byId("new").addEventListener("submit", async (event) => {
    event.preventDefault();
    hush();
    const answer = await ask("new", Object.fromEntries(new FormData(event.target)));
    if (answer) opened(answer.done);
  });
  byId("close").addEventListener("click", () => {
    hush();
    byId("plan").hidden = true;
    byId("begin").hidden = false;
    byId("draft-open").hidden = draft() === null;
    byId("choose").focus();
  });
  byId("stop").addEventListener("click", replaceWorker);
  byId("draft-keep").addEventListener("change", keepDraft);
  byId("draft-wipe").addEventListener("click", () => {
    try {
      localStorage.removeItem(DRAFT);
    } catch { /* storage that is blocked holds nothing */ }
    byId("draft-keep").checked = false;
    byId("draft-open").hidden = true;
    tell(word("draft_wiped"), [], "note");
  });
}

async function begin() {
  inWords();
  if (typeof WebAssembly !== "object") return tell(word("no_wasm"));
  if (typeof DecompressionStream !== "function" || typeof structuredClone !== "function") return tell(word("too_old"));
  listen();
  byId("new-start").value = String(new Date().getFullYear() + 1);
  const kept = draft();
  byId("draft-keep").checked = kept !== null;
  byId("draft-open").hidden = kept === null;
  try {
    await startWorker();
  } catch (error) {
    return tell(word("no_start", { why: error.message }));
  }
  byId("starting").hidden = true;
  byId("begin").hidden = false;
  const files = await given();
  if (files) open(files);
}

begin();
