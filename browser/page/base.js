/* What every part of the page uses: its words, its elements, and what is open. The parts are one script, in order. */
"use strict";

const WORDS = JSON.parse(document.getElementById("words").textContent);

const state = {
  lang: "da",
  plan: null, // as a person types it
  look: null, // what the library last said of a plan without faults
  faults: [], // why the plan as it is typed cannot be computed
  followed: null, // the files of a case, and what was read of them
  tab: "look",
  variants: [],
  without: new Set(),
  shown: {},
  unsaved: false, // whether a person changed what is in no file yet
  before: null, // what was open before it was replaced
  again: null, // how what is told is asked for in the other language
};
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

function listed(faults) {
  return make("ul", {}, ...faults.map(({ where, what }) => make("li", {}, ...(where ? [make("strong", {}, `${where}: `)] : []), what)));
}

function tell(head, faults = [], kind = "") {
  byId("said").replaceChildren(make("div", { class: kind }, make("strong", {}, head), ...(faults.length ? [listed(faults)] : [])));
}

function hush() {
  state.again = null;
  byId("said").replaceChildren();
}

function inWords() {
  document.documentElement.lang = state.lang;
  document.title = word("title");
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = word(node.dataset.word);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", word(node.dataset.label));
}

const shown = (html) => make("div", { class: "shown", html });
const pictures = (list = []) => make("div", { class: "pictures" }, ...list.map(({ svg, alt }) =>
  make("img", { src: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`, alt })));
const field = (label, input) => make("p", { class: "field" }, make("label", {}, label, make("br"), input));
const refusal = (faults) => make("div", { class: "faults" }, make("strong", {}, word("refused")), listed(faults));

function table(caption, heads, rows) {
  return make("div", { class: "wide", tabindex: "0", role: "region", "aria-label": caption },
    make("table", { class: "type" }, make("caption", { class: "unseen" }, caption),
      make("thead", {}, make("tr", {}, ...heads.map((head) => make("th", { scope: "col", class: typeof head === "number" ? "n" : null }, head)))),
      make("tbody", {}, ...rows)));
}
