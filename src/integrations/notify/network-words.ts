// Why a connection came to nothing, in a few words: from the codes of node, of its fetch and of TLS.

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused",
  ECONNRESET: "the connection was closed early",
  EPIPE: "the connection was closed early",
  UND_ERR_SOCKET: "the connection was closed early",
  UND_ERR_CONNECT_TIMEOUT: "timed out",
  UND_ERR_HEADERS_TIMEOUT: "timed out",
  ETIMEDOUT: "timed out",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name of the host can't be looked up now",
  EHOSTUNREACH: "the host can't be reached",
  ENETUNREACH: "the network can't be reached",
  ENETDOWN: "the network can't be reached",
};

const TLS = /^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO|EPROTO|HOSTNAME_MISMATCH)/;

export function networkWords(error: unknown): string {
  const code = codeIn(error, 0);
  if (code === "HTTPParserError") return "the answer was no HTTP";
  if (code === null) return "the connection failed";
  if (TLS.test(code)) return `TLS failed (${code})`;
  return WORDS[code] ?? `the connection failed (${code})`;
}

/** The code nearest to the cause: fetch wraps it, and a host with several addresses has one for each. */
function codeIn(error: unknown, depth: number): string | null {
  if (typeof error !== "object" || error === null || depth > 4) return null;
  const { cause, errors, code, name } = error as Readonly<Record<string, unknown>>;
  const inside = cause ?? (Array.isArray(errors) ? (errors[0] as unknown) : undefined);
  const found = codeIn(inside, depth + 1);
  if (found !== null) return found;
  // It has no code, or one of its own.
  if (name === "HTTPParserError") return name;
  return typeof code === "string" && /^[A-Z][A-Z0-9_]{2,60}$/.test(code) ? code : null;
}
