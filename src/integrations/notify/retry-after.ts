// When a receiver wants to be asked again: the header Retry-After, in seconds or as a date, or what the service says in its
// body. What makes no sense is no answer, and nobody is waited for longer than an hour.

const MOST_MS = 3_600_000;
const SECONDS = /^\d{1,9}(?:\.\d{1,9})?$/;
const DATE = /^(?:[A-Z][a-z]{2,8},? )?\d{1,2}[ -][A-Z][a-z]{2}[ -]\d{2,4} \d\d:\d\d:\d\d GMT$/;

/** Milliseconds from now; null where nothing is asked for. */
export function retryAfter(header: string | null, now: number): number | null {
  const text = header?.trim() ?? "";
  if (SECONDS.test(text)) return limited(Number(text) * 1000);
  return DATE.test(text) ? limited(Date.parse(text) - now) : null;
}

/** Discord says it more exactly in its body: `{"retry_after": 0.65}`, in seconds. */
export function retryAfterIn(body: string): number | null {
  try {
    const said: unknown = JSON.parse(body);
    const isMap = typeof said === "object" && said !== null && "retry_after" in said;
    return isMap && typeof said.retry_after === "number" ? limited(said.retry_after * 1000) : null;
  } catch {
    return null;
  }
}

function limited(ms: number): number | null {
  return Number.isFinite(ms) && ms > 0 ? Math.min(MOST_MS, Math.ceil(ms)) : null;
}
