/** Calls to the service; what they throw has a message for the user, in Chinese. */

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Error("连接不上服务。请检查网络，或稍后再试。");
  }
  const body = await response.json().catch(() => null);
  if (response.ok && body !== null) return body;
  throw new Error(body?.detail ?? `服务出错（${response.status}）。请稍后再试。`);
}

const post = (path, body, signal) =>
  send(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
    signal,
  });

/** An answer; `scope` is the id of the only document to look in, or empty, `earlier` the questions before. */
export function ask({ question, scope, earlier }, signal) {
  const filters = scope ? { document: scope } : {};
  return post("v1/ask", { question, history: earlier, filters }, signal);
}

/** What supports an applicant; `given` is its description, its facts and the day, as the form gives them. */
export const match = (given, signal) => post("v1/match", given, signal);

/** What an applicant can choose from. */
export const listChoices = () => send("v1/match/choices");

export const listDocuments = () => send("v1/documents");

export const readDocument = (id, signal) => send(`v1/documents/${encodeURIComponent(id)}`, { signal });
