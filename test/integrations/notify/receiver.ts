// A web server of one test: it answers as it is told, and keeps what it was sent.

import { type IncomingHttpHeaders, type ServerResponse, createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Got {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** When it was read whole, epoch milliseconds. */
  readonly at: number;
}

export interface Receiver {
  readonly url: string;
  readonly got: Got[];
  readonly close: () => void;
}

export async function receiver(answer: (to: ServerResponse, got: Got) => void): Promise<Receiver> {
  const got: Got[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on("data", (piece: Buffer) => pieces.push(piece));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      const body = Buffer.concat(pieces).toString();
      const one = { path, headers, body, at: Date.now() };
      got.push(one);
      answer(response, one);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    got,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
