/** How an applicant was understood, what it should add, and the clauses that do or do not support it. */

import { origin } from "./answer.js";
import { button, byId, dated, element } from "./dom.js";

const VERDICTS = { applies: "适用", unknown: "待确认", does_not_apply: "不适用" };
const OUTCOMES = { 满足: ["met", "✓"], 不满足: ["unmet", "✗"], 需补充: ["open", "?"] };

const region = byId("matches");

/** Show nothing. */
export function clear() {
  region.setAttribute("aria-busy", "false");
  region.replaceChildren();
}

/** Show that matches are being looked for. */
export function wait() {
  region.setAttribute("aria-busy", "true");
  region.append(element("p", { className: "waiting", role: "status" }, "正在逐条对照条款和条件……"));
}

/** Go to what is shown. */
export function reach() {
  const heading = region.querySelector("h2");
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

/**
 * Show matches; `open` is called with the clause, citation or condition whose document is wanted,
 * `facts` is the form in which the applicant corrects and adds.
 */
export function show(found, open, facts) {
  clear();
  region.append(
    understood(found, facts),
    ...(found.questions.length ? [queries(found.questions, facts)] : []),
    ...found.notices.map((notice) => element("p", { className: "notice" }, notice)),
    ...Object.keys(VERDICTS).flatMap((verdict) => group(found.matches, verdict, open)),
  );
}

function understood(found, { correct }) {
  const names = new Map();
  for (const { key, name, value } of found.understood) {
    names.set(key, { name, values: [...(names.get(key)?.values ?? []), value] });
  }
  const rows = [...names].map(([key, { name, values }]) => {
    const change = button("更正", () => correct(key, values), { className: "link", label: `更正${name}` });
    return element(
      "li",
      {},
      element("span", { className: "name" }, name),
      element("span", {}, values.join("、")),
      change,
    );
  });
  return element(
    "div",
    { className: "understood" },
    element("h2", { tabIndex: -1 }, "这样理解您的情况"),
    element("p", { className: "profile" }, found.profile),
    element("p", { className: "hint" }, `按 ${dated(found.as_of)} 判断：${counted(found.matches)}。`),
    element("ul", { className: "traits" }, ...rows),
  );
}

function counted(matches) {
  const counts = Object.entries(VERDICTS).map(
    ([verdict, name]) => `${name} ${matches.filter((match) => match.verdict === verdict).length} 条`,
  );
  return counts.join("，");
}

function queries(questions, { correct, hasField }) {
  const rows = questions.map(({ about, question, decides }) => {
    const where = hasField(about) ? "" : "，请写进描述";
    const ask = button(question, () => correct(about, []), { className: "query" });
    return element("li", {}, ask, element("span", { className: "hint" }, `关系到 ${decides} 条${where}`));
  });
  return element(
    "div",
    { className: "queries" },
    element("h2", {}, "补充这些，判断得更准"),
    element("ul", {}, ...rows),
  );
}

function group(matches, verdict, open) {
  const rows = matches.filter((match) => match.verdict === verdict);
  if (!rows.length) return [];
  return [
    element("h2", { className: "group" }, `${VERDICTS[verdict]}（${rows.length}）`),
    element("ul", { className: "citations" }, ...rows.map((match) => row(match, open))),
  ];
}

function row(match, open) {
  const over = match.over ? [element("span", { className: "status over" }, "已过期")] : [];
  return element(
    "li",
    { className: "match" },
    element(
      "div",
      {},
      element(
        "p",
        { className: "verdict" },
        element("span", { className: `status ${match.verdict}` }, VERDICTS[match.verdict]),
        ...over,
      ),
      element("h3", {}, match.benefit),
      element("p", { className: "reason" }, match.reason),
      element("blockquote", {}, match.quote.trim()),
      ...origin(match, open),
      ...conditions(match, open),
      terms(match),
    ),
  );
}

function conditions(match, open) {
  if (!match.conditions.length) return [];
  const rows = match.conditions.map((condition) => {
    const place = { document: match.document, start: condition.start, end: condition.end };
    return element("li", {}, ...saying(condition, () => open(place)));
  });
  return [element("ul", { className: "conditions", ariaLabel: "条件" }, ...rows)];
}

/** A condition: its mark, what it is, the words that state it, and why it is not met. */
function saying({ text, quote, verdict, reason }, press) {
  const [name, sign] = OUTCOMES[verdict];
  const words = quote.trim();
  // A condition that was not judged is its own words.
  const said = words && text.endsWith(`：${words}`) ? text.slice(0, -words.length) : text;
  return [
    element("span", { className: `outcome ${name}` }, `${sign} ${verdict}`),
    element(
      "div",
      {},
      said,
      ...(words ? [button(`“${words}”`, press, { className: "link quote", label: `看原文：“${words}”` })] : []),
      ...(reason ? [element("span", { className: "hint" }, reason)] : []),
    ),
  ];
}

function terms(match) {
  const over = match.over ? "（已过期）" : "";
  const known = [
    ["联系", match.contact],
    ["时间", match.period + over],
  ];
  const rows = known.map(([name, value]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, value || "文件没有写明")),
  );
  return element("dl", { className: "terms" }, ...rows);
}
