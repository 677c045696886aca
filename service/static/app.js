/**
 * The page's state is its address: #ask or #match is its use, q the question, in the only document asked,
 * doc and at the text open. The questions asked before, which a follow-up takes up, and what an applicant
 * says of itself lie in the state of the browser's history entry: neither goes into an address.
 */

import * as answer from "./answer.js";
import * as api from "./api.js";
import { button, byId, element, issued } from "./dom.js";
import * as match from "./match.js";
import * as panel from "./panel.js";

const LONGEST = 1000; // as in service/question.py
const EARLIER = 10; // as in service/followup.py

const MATCH = "#match";

const form = byId("form");
const box = byId("question");
const scope = byId("scope");

let asked = { question: "", scope: "", earlier: [] };
let view = "ask";
let asking = new AbortController();
let opening = new AbortController();

const alarm = (message) => { byId("alert").textContent = message; };

function state() {
  const given = new URLSearchParams(location.search);
  const [start, end] = (given.get("at") ?? "").split("-").map(Number);
  const id = given.get("doc");
  return {
    question: given.get("q") ?? "",
    scope: given.get("in") ?? "",
    earlier: history.state?.earlier ?? [],
    matched: history.state?.matched ?? null,
    place: id ? { id, start, end } : null,
  };
}

const viewed = () => (location.hash === MATCH ? "match" : "ask");

function address(place, hash = location.hash) {
  const given = new URLSearchParams();
  const asks = hash !== MATCH;
  if (asks && asked.question) given.set("q", asked.question);
  if (asks && asked.scope) given.set("in", asked.scope);
  if (place) given.set("doc", place.id);
  if (place?.end) given.set("at", `${place.start}-${place.end}`);
  return `${location.pathname}?${given}`.replace(/\?$/, "") + hash;
}

/** What an entry of the browser's history keeps beside its address. */
const remembered = () => ({ earlier: asked.earlier, matched: match.given() });

/** Show the part of the page that is for a use. */
function turn(next) {
  if (next === view) return;
  view = next;
  alarm("");
  for (const part of document.querySelectorAll("[data-view]")) part.hidden = part.dataset.view !== view;
  for (const link of byId("views").children) {
    if (link.hash === `#${view}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  entitle();
}

function entitle() {
  const name = view === "match" ? "匹配扶持" : asked.question;
  document.title = name ? `${name} · 策引` : "策引";
  byId("documents").open = !name;
}

/** Ask, instead of whatever is still being asked. */
async function ask() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  entitle();
  byId("topic").hidden = !asked.question;
  alarm("");
  if (!asked.question) return answer.clear();
  answer.wait();
  try {
    const found = await api.ask(asked, signal);
    if (!signal.aborted) answer.show(found, (cited) => open(placeOf(cited)));
  } catch (error) {
    if (signal.aborted) return;
    answer.clear();
    alarm(error.message);
  }
}

const placeOf = (cited) => ({ id: cited.document.id, start: cited.start, end: cited.end });

/** Open a document; what was open before gives its place in the history to it. */
async function open(place, isNew = true) {
  opening.abort();
  opening = new AbortController();
  const { signal } = opening;
  try {
    const found = await api.readDocument(place.id, signal);
    if (signal.aborted) return;
    alarm("");
    if (isNew && panel.isOpen()) history.replaceState(history.state, "", address(place));
    else if (isNew) history.pushState({ opened: true, ...remembered() }, "", address(place));
    panel.show(found, place);
  } catch (error) {
    if (!signal.aborted) alarm(error.message);
  }
}

function hide() {
  opening.abort();
  panel.hide();
}

/** Close the document: back to the entry it was opened from, if this page opened it. */
function close() {
  if (history.state?.opened) return history.back();
  history.replaceState(remembered(), "", address(null));
  hide();
}

/** Show what the address says. */
function restore() {
  const { place, matched, ...given } = state();
  turn(viewed());
  if (view === "match") match.restore(matched);
  else if (JSON.stringify(given) !== JSON.stringify(asked)) {
    asked = given;
    box.value = asked.question;
    scope.value = asked.scope;
    ask();
  }
  if (place) open(place, false);
  else hide();
}

function submit(event) {
  event.preventDefault();
  const question = box.value.trim();
  const length = Array.from(question).length;
  if (!question || length > LONGEST) {
    alarm(question ? `问题有 ${length} 个字，最多 ${LONGEST} 个。请把要问的说短一些。` : "请先写下要问的内容。");
    return box.focus();
  }
  asked = { question, scope: scope.value, earlier: before(question) };
  enter();
  // The on-screen keyboard would hide the answer.
  if (matchMedia("(pointer: coarse)").matches) box.blur();
  ask();
}

/** The questions before a new one; asked once more, a question does not follow on itself. */
function before(question) {
  const { question: last, earlier } = asked;
  return !last || last === question ? earlier : [...earlier, last].slice(-EARLIER);
}

/** Make what is asked now an entry of the browser's history, unless it is the one shown. */
function enter() {
  hide();
  const next = address(null);
  const isSame = next === location.pathname + location.search + location.hash;
  const isKept = view === "ask" || JSON.stringify(state().matched) === JSON.stringify(match.given());
  if (isSame && isKept) return;
  history.pushState(remembered(), "", next);
}

/** Follow a link to a use of the page, keeping what the other one shows. */
function follow(event) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (link.hash === `#${view}`) return;
  hide();
  history.pushState(remembered(), "", address(null, link.hash));
  restore();
}

/** Forget what was asked before: the next question stands alone. */
function startAnew() {
  asked = { question: "", scope: scope.value, earlier: [] };
  enter();
  ask();
  box.value = "";
  box.focus();
}

async function list() {
  try {
    const documents = await api.listDocuments();
    byId("count").textContent = `${documents.length} 份`;
    for (const found of documents) {
      const title = button(found.title, () => open({ id: found.id }), { className: "link" });
      byId("list").append(element("li", {}, title, element("span", { className: "origin" }, issued(found))));
      scope.append(element("option", { value: found.id }, found.title));
    }
  } catch (error) {
    alarm(error.message);
  }
}

form.addEventListener("submit", submit);
box.addEventListener("keydown", (event) => {
  // Enter that ends an input method's composition is not a submission (229 is Safari's word for it).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  form.requestSubmit();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing && panel.isOpen()) close();
});
byId("close").addEventListener("click", close);
byId("anew").addEventListener("click", startAnew);
byId("views").addEventListener("click", follow);
addEventListener("popstate", restore);

turn(viewed());
await Promise.all([list(), match.begin({ alarm, enter, open: (cited) => open(placeOf(cited)) })]);
byId("documents").open = view === "ask" && !state().question;
restore();
