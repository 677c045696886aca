/** An answer as plain text, and onto the clipboard. */

import { KINDS } from "./conflicts.js";
import { issued } from "./dom.js";

const numbered = (numbers) => numbers.map((number) => `[${number}]`).join("");

const origin = (found) =>
  [found.document.title, issued(found.document), found.path.join(" › ")].filter(Boolean).join("，");

function differing(conflict) {
  const figures = conflict.values.map((value) => {
    const year = value.year ? `${value.year}年` : "";
    return [value.value, value.scope, year, value.level].filter(Boolean).join("，") + `[${value.citation}]`;
  });
  return [`${KINDS[conflict.kind]}：${conflict.indicator}`, ...figures].join("\n");
}

/** Question, answer, conflicts, then each quote (or nearest clause) with its origin, then the notices. */
export function plain(answer) {
  const said = answer.statements.map((statement) => statement.text + numbered(statement.citations));
  const quotes = answer.citations.map((cited) => `[${cited.number}] “${cited.quote}”\n${origin(cited)}`);
  const nearest = answer.nearest.map((found) => `“${found.text}”\n${origin(found)}`);
  return [
    `问：${answer.question}`,
    `答：${said.length ? said.join("\n") : answer.text}`,
    ...answer.conflicts.map(differing),
    ...quotes,
    ...nearest,
    ...answer.notices.map((notice) => `注意：${notice}`),
  ].join("\n\n");
}

/** Whether the text is on the clipboard now; over plain http only the older way is open. */
export async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedBySelection(text);
  }
}

function copiedBySelection(text) {
  const focused = document.activeElement;
  const box = document.createElement("textarea");
  box.value = text;
  box.className = "unseen";
  document.body.append(box);
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  focused?.focus();
  return done;
}
