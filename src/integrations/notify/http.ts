// One POST, and what its answer means: taken, to be tried again, or never to be taken.
//
// No redirect is followed: what a message holds is meant for one address. The limit is over all of it, from the name's
// look-up to the last byte of the answer, of which no more is read than a few lines need. Nothing that is said of a try
// has more of the address than the host.

import type { Sent } from "../../engine/message.ts";
import { networkWords } from "./network-words.ts";
import { retryAfter, retryAfterIn } from "./retry-after.ts";

export interface Post {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON. */
  readonly body: string;
}

const MOST_BYTES = 4096;
/** Besides 5xx: too slow, too early, too often. */
const AGAIN = new Set([408, 425, 429]);

/** @param stop - is aborted when the time is over, for the reason that is said */
export async function post({ url, headers, body }: Post, stop: AbortSignal): Promise<Sent> {
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      // One connection for each: a kept one may be closed by its other end just when it is used.
      headers: { "content-type": "application/json", connection: "close", ...headers },
      body,
      redirect: "manual",
      signal: stop,
    });
  } catch (error) {
    if (isBadPort(error)) return { is: "refused", why: "no message can be sent to this port" };
    const why = stop.aborted ? String(stop.reason) : networkWords(error);
    return { is: "again", why, afterMs: null };
  }
  const { status } = response;
  if (response.ok) {
    void response.body?.cancel().catch(() => undefined);
    return { is: "accepted" };
  }
  const said = await beginning(response);
  if (status >= 300 && status < 400) return redirected(response, url);
  const line = said.split("\n").find((text) => text.trim() !== "") ?? "";
  const why = line === "" ? `HTTP ${status}` : `HTTP ${status}: ${line.trim()}`;
  if (status < 500 && !AGAIN.has(status)) return { is: "refused", why };
  const asked = retryAfterIn(said) ?? retryAfter(response.headers.get("retry-after"), Date.now());
  return { is: "again", why, afterMs: asked };
}

/** Fetch uses no port that is known for something else: 22, 25, 6667. */
function isBadPort(error: unknown): boolean {
  return (
    error instanceof TypeError && error.cause instanceof Error && error.cause.message === "bad port"
  );
}

function redirected(response: Response, from: string): Sent {
  const to = URL.parse(response.headers.get("location") ?? "", from)?.host ?? "";
  const where = to === "" ? "" : ` to ${to}`;
  return {
    is: "refused",
    why: `HTTP ${response.status}: redirected${where}, and redirects are not followed`,
  };
}

/** What there is of the answer when enough was read, or when it broke off. */
async function beginning(response: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const piece of response.body ?? []) {
      pieces.push(piece);
      size += piece.length;
      // Leaving it ends the connection.
      if (size >= MOST_BYTES) break;
    }
  } catch {
    // The status says more than why its text is not whole.
  }
  return Buffer.concat(pieces).subarray(0, MOST_BYTES).toString("utf8");
}
