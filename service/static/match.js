/** Matching an applicant with support: what is sent, and what is asked to be shown of it. */

import * as api from "./api.js";
import { byId } from "./dom.js";
import * as facts from "./facts.js";
import * as matches from "./matches.js";

let matched = null;
let matching = new AbortController();
let page = null;

/** What the matches shown are for, null if none are. */
export const given = () => matched;

/** Start; `on` has what the page does: alarm(message), open(place), enter(). */
export async function begin(on) {
  page = on;
  byId("applicant").addEventListener("submit", submit);
  try {
    facts.offer((await api.listChoices()).wants);
  } catch (error) {
    page.alarm(error.message);
  }
}

/** Show what an entry of the browser's history is about. */
export function restore(entry) {
  if (JSON.stringify(entry) === JSON.stringify(matched)) return;
  matched = entry;
  facts.fill(matched);
  find();
}

async function submit(event) {
  event.preventDefault();
  const fault = facts.fault();
  if (fault) return page.alarm(fault);
  matched = facts.read();
  page.enter();
  if (await find()) matches.reach();
}

/** Ask for what is given, instead of whatever is still being asked for; whether it was shown. */
async function find() {
  matching.abort();
  matching = new AbortController();
  const { signal } = matching;
  page.alarm("");
  matches.clear();
  if (!matched) return false;
  matches.wait();
  try {
    const found = await api.match(matched, signal);
    if (!signal.aborted) matches.show(found, page.open, facts);
    return !signal.aborted;
  } catch (error) {
    if (signal.aborted) return false;
    matches.clear();
    page.alarm(error.message);
    if (!matched.profile.trim()) byId("profile").focus();
    return false;
  }
}
