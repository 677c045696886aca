/** Where documents state different figures: a table for each indicator. */

import { button, element } from "./dom.js";

const COLUMNS = ["数值", "范围", "年份", "级别", "文件", "条款"];
export const KINDS = { conflict: "说法不一", scope: "口径不同" };

/** A table for each conflict of an answer; `open` is called with the citation whose document is wanted. */
export function conflicts(answer, open) {
  const cited = new Map(answer.citations.map((citation) => [citation.number, citation]));
  return answer.conflicts.map((conflict) => {
    const name = `${KINDS[conflict.kind]}：${conflict.indicator}`;
    const head = element("tr", {}, ...COLUMNS.map((column) => element("th", { scope: "col" }, column)));
    const rows = conflict.values.map((value) => row(value, cited.get(value.citation), open));
    const table = element(
      "table",
      {},
      element("caption", {}, name),
      element("thead", {}, head),
      element("tbody", {}, ...rows),
    );
    // On a phone the table is wider than the page and scrolls in its own box, by keyboard too.
    return element("div", { className: "conflict", tabIndex: 0, role: "group", ariaLabel: name }, table);
  });
}

function row(value, citation, open) {
  const label = `[${citation.number}] 看原文：${citation.document.title}`;
  const cite = button(`[${citation.number}]`, () => open(citation), { className: "cite", label });
  const cells = [
    [value.value, cite],
    [value.scope ?? ""],
    [value.year ? `${value.year}年` : ""],
    [value.level ?? ""],
    [citation.document.title],
    [citation.path.join(" › ")],
  ];
  return element("tr", {}, ...cells.map((parts) => element("td", {}, ...parts)));
}
