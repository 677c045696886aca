/**
 * The page's state is its address: q the question, in the only document asked, doc and at the text open.
 * The questions asked before, which a follow-up takes up, lie in the state of the browser's history entry.
 */

import * as answer from "./answer.js";
import * as api from "./api.js";
import { button, byId, element, issued } from "./dom.js";
import * as panel from "./panel.js";

const LONGEST = 1000; // as in service/question.py
const EARLIER = 10; // as in service/followup.py

const form = byId("form");
const box = byId("question");
const scope = byId("scope");

let asked = { question: "", scope: "", earlier: [] };
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
    place: id ? { id, start, end } : null,
  };
}

function address(place) {
  const given = new URLSearchParams();
  if (asked.question) given.set("q", asked.question);
  if (asked.scope) given.set("in", asked.scope);
  if (place) given.set("doc", place.id);
  if (place?.end) given.set("at", `${place.start}-${place.end}`);
  return `${location.pathname}?${given}`.replace(/\?$/, "");
}

/** Ask, instead of whatever is still being asked. */
async function ask() {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  document.title = asked.question ? `${asked.question} · 策引` : "策引";
  byId("documents").open = !asked.question;
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
    else if (isNew) history.pushState({ opened: true, earlier: asked.earlier }, "", address(place));
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
  history.replaceState({ earlier: asked.earlier }, "", address(null));
  hide();
}

/** Show what the address says. */
function restore() {
  const { place, ...given } = state();
  if (JSON.stringify(given) !== JSON.stringify(asked)) {
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
  if (next !== location.pathname + location.search) history.pushState({ earlier: asked.earlier }, "", next);
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
addEventListener("popstate", restore);

await list();
byId("documents").open = !state().question;
restore();
