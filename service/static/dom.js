/** Building the page: whatever comes from the server goes in as text, never as markup. */

export const byId = (id) => document.getElementById(id);

/** An element with properties and children; a string child becomes a text node. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** A button that does something when pressed; `label` is its name where its text does not say enough. */
export function button(text, press, { className = "", label = "" } = {}) {
  const made = element("button", { type: "button", className }, text);
  if (label) made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

/** `2018-06-06` as 2018年6月6日; a year or a month alone stays as much as is known. */
export function dated(date) {
  const units = ["年", "月", "日"];
  return (date ?? "").split("-").filter(Boolean).map((part, place) => Number(part) + units[place]).join("");
}

/** Who issued a document, and when, as far as either is known. */
export const issued = (origin) => [origin.issuer, dated(origin.date)].filter(Boolean).join("，");
