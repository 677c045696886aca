/** The whole text of a document, beside the page or, where that is narrow, over it. */

import { byId, dated, element } from "./dom.js";

const FIELDS = { title: "标题", issuer: "发文机关", number: "文号", date: "日期" };

const page = byId("page");
const panel = byId("panel");
const title = byId("panel-title");
const text = byId("text");
const narrow = matchMedia("(max-width: 59.99rem)");

let opener = null;

export const isOpen = () => !panel.hidden;

/** Show a document scrolled to `start`–`end`, counted in code points; without them, to its beginning. */
export function show(found, { start, end }) {
  if (!panel.contains(document.activeElement)) opener = document.activeElement;
  title.textContent = found.title;
  byId("facts").replaceChildren(...facts(found));
  byId("remarks").replaceChildren(...remarks(found).map((remark) => element("li", {}, remark)));
  const mark = fill(Array.from(found.text), start, end);
  panel.hidden = false;
  lay();
  panel.scrollTop = text.scrollTop = 0;
  (mark ?? title).focus({ preventScroll: true });
  mark?.scrollIntoView({ block: tall(mark) ? "start" : "center" });
}

/** Hide the panel; the focus goes back to where it was opened from. */
export function hide() {
  const focused = panel.contains(document.activeElement);
  panel.hidden = true;
  lay();
  if (focused) opener?.focus();
}

function fill(characters, start, end) {
  const part = (from, to) => characters.slice(from, to).join("");
  if (!(start >= 0 && start < end && end <= characters.length)) {
    text.replaceChildren(part(0));
    return null;
  }
  const mark = element("mark", { tabIndex: -1 }, part(start, end));
  text.replaceChildren(part(0, start), mark, part(end));
  return mark;
}

const tall = (mark) => mark.offsetHeight > Math.min(text.clientHeight, innerHeight);

function facts(found) {
  const known = [
    ["发文机关", found.issuer],
    ["文号", found.number],
    ["日期", dated(found.date)],
    ["地区", found.region],
  ];
  return known.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value || "未载明")),
  );
}

function remarks(found) {
  const inferred = found.inferred.map((field) => FIELDS[field] ?? field).join("、");
  const points = found.repairs.filter((repair) => repair.kind === "private-use").length;
  return [
    ...(inferred ? [`${inferred}：原文未印出，系推定。`] : []),
    ...(points ? [`该文件有 ${points} 处无法显示的小数点已修复。`] : []),
  ];
}

/** While the panel covers the page, the page cannot be reached. */
function lay() {
  const covers = isOpen() && narrow.matches;
  document.body.classList.toggle("reading", isOpen());
  page.inert = covers;
  panel.setAttribute("aria-modal", String(covers));
}

narrow.addEventListener("change", lay);
