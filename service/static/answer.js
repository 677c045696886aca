/** The answer, the citations it rests on, or the clauses nearest to a question it could not answer. */

import { conflicts } from "./conflicts.js";
import { copied, plain } from "./copy.js";
import { button, byId, element, issued } from "./dom.js";

const STATUS = { answered: "已回答", partial: "部分回答", refused: "未找到依据" };

const region = byId("answer");
const sources = byId("sources");

/** Show nothing. */
export function clear() {
  region.setAttribute("aria-busy", "false");
  region.replaceChildren();
  sources.replaceChildren();
}

/** Show that a question is being answered. */
export function wait() {
  clear();
  region.setAttribute("aria-busy", "true");
  region.append(element("p", { className: "waiting" }, "正在查找条款、核对引文……"));
}

/** Show an answer; `open` is called with the clause or citation whose document is wanted. */
export function show(answer, open) {
  clear();
  const refused = answer.status === "refused";
  region.append(
    element("h2", {}, answer.question),
    standing(answer),
    ...(refused ? [element("p", { className: "said" }, answer.text)] : statements(answer, open)),
    ...conflicts(answer, open),
    ...answer.notices.map((notice) => element("p", { className: "notice" }, notice)),
  );
  sources.append(copying(answer));
  if (answer.citations.length) sources.append(element("h2", {}, "引文"), citations(answer, open));
  if (answer.nearest.length) sources.append(element("h2", {}, "最接近的条款"), nearest(answer, open));
}

function standing(answer) {
  const line = element("p", { className: "standing" });
  line.append(element("span", { className: `status ${answer.status}` }, STATUS[answer.status]));
  if (answer.status !== "refused") {
    // Never 100%: it is an estimate.
    const percent = Math.min(99, Math.round(answer.confidence * 100));
    line.append(element("span", { className: "confidence" }, `把握 ${percent}%`));
  }
  return line;
}

function statements(answer, open) {
  const cited = new Map(answer.citations.map((citation) => [citation.number, citation]));
  return answer.statements.map((statement) => {
    const buttons = statement.citations.map((number) => {
      const citation = cited.get(number);
      const label = `[${number}] 看原文：${citation.document.title}`;
      return button(`[${number}]`, () => open(citation), { className: "cite", label });
    });
    return element("p", { className: "said" }, statement.text, ...buttons);
  });
}

function citations(answer, open) {
  const rows = answer.citations.map((citation) =>
    element(
      "li",
      {},
      element("span", { className: "number" }, `[${citation.number}]`),
      element("div", {}, element("blockquote", {}, citation.quote), ...origin(citation, open)),
    ),
  );
  return element("ol", { className: "citations" }, ...rows);
}

function nearest(answer, open) {
  const rows = answer.nearest.map((found) =>
    element(
      "li",
      {},
      element("div", {}, element("blockquote", { className: "long" }, found.text), ...origin(found, open)),
    ),
  );
  return element("ul", { className: "citations" }, ...rows);
}

/** Where a clause or citation comes from; its title opens the document at it. */
export function origin(found, open) {
  const title = button(found.document.title, () => open(found), { className: "link" });
  return [
    title,
    element("p", { className: "origin" }, issued(found.document)),
    element("p", { className: "origin" }, found.path.join(" › ")),
  ];
}

function copying(answer) {
  const told = element("span", { className: "hint", role: "status" });
  const copy = button("复制回答和引文", async () => {
    told.textContent = (await copied(plain(answer))) ? "已复制。" : "无法复制，请手工选取。";
  });
  return element("p", { className: "copy" }, copy, told);
}
