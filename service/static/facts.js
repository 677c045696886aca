/** The form in which applicants say who they are: a description, and facts beside it. */

import { byId, element } from "./dom.js";

const PLACES = { zone: "inside", age: "founded" }; // facts that another field tells as well
const FIELDS = ["region", "industry", "employees", "founded", "high_tech", "inside"];
const NUMBERS = { employees: "人数要填整数，例如 12。", founded: "成立年份要填四位的年份，例如 2015。" };
const HELD = { yes: true, no: false };
const SAID = { 有: "yes", 是: "yes", 没有: "no", 否: "no" };

const box = byId("profile");

const boxes = () => [...byId("offered").querySelectorAll("input")];

/** Offer these benefits to choose from. */
export function offer(wants) {
  const rows = wants.map((name) => {
    const choice = element("input", { type: "checkbox", name: "wants", value: name });
    return element("label", {}, choice, element("span", {}, name));
  });
  byId("offered").replaceChildren(...rows);
}

/** What is filled in, as the service takes it; what is left empty is left out. */
export function read() {
  const facts = {};
  for (const key of FIELDS) {
    const value = valueOf(key);
    if (value !== "") facts[key] = value;
  }
  const wants = boxes().filter((choice) => choice.checked).map((choice) => choice.value);
  if (wants.length) facts.wants = wants;
  return { profile: box.value, facts, as_of: byId("as_of").value || null };
}

function valueOf(key) {
  const value = byId(key).value.trim();
  if (value === "") return "";
  return key in NUMBERS ? Number(value) : (HELD[value] ?? value);
}

/** Fill the form with what was read from it; null empties it. */
export function fill(given) {
  const { profile = "", facts = {}, as_of: day = null } = given ?? {};
  box.value = profile;
  byId("as_of").value = day ?? "";
  for (const key of FIELDS) byId(key).value = { true: "yes", false: "no" }[facts[key]] ?? facts[key] ?? "";
  for (const choice of boxes()) choice.checked = (facts.wants ?? []).includes(choice.value);
}

/** What is wrong with a number or the date, in Chinese, with the focus there; empty if nothing is. */
export function fault() {
  const wrong = [...Object.keys(NUMBERS), "as_of"].find((key) => !byId(key).validity.valid);
  if (!wrong) return "";
  byId(wrong).focus();
  return NUMBERS[wrong] ?? "日期没有填完整。请填年、月、日，或者清空。";
}

/** Go to the field of a fact, filled with what was understood if empty; without a field, to the description. */
export function correct(key, values) {
  if (key === "wants") {
    for (const choice of boxes()) choice.checked ||= values.includes(choice.value);
    return reach(boxes().find((choice) => choice.checked) ?? boxes()[0] ?? box);
  }
  const field = fieldOf(key);
  if (key === field.id && !field.value) field.value = written(key, values);
  reach(field);
  // What is to be changed is marked, what is to be added goes to the end.
  if (field === box) box.setSelectionRange(box.value.length, box.value.length);
  else field.select?.();
}

/** Whether a fact has a field of its own, so that it need not be written into the description. */
export const hasField = (key) => key === "wants" || fieldOf(key) !== box;

function fieldOf(key) {
  const name = PLACES[key] ?? key;
  return FIELDS.includes(name) ? byId(name) : box;
}

function written(key, values) {
  const [value = ""] = values;
  if (key in NUMBERS) return value && String(Number.parseFloat(value));
  return SAID[value] ?? values.join("、");
}

function reach(field) {
  field.focus({ preventScroll: true });
  field.scrollIntoView({ block: "center" });
}
