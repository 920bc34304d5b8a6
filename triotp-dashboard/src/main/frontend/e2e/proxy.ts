import { type IncomingMessage, type Server, createServer, request } from "node:http";
import type { Socket } from "node:net";
import { once } from "node:events";

/**
 * A proxy before the application that takes a prefix away, and whose connections can be cut.
 */
export class Proxy {
  /** What was asked for, in order. */
  readonly asked: { path: string; headers: IncomingMessage["headers"] }[] = [];
  private readonly sockets = new Set<Socket>();
  private down = false;

  private constructor(
    private readonly server: Server,
    readonly address: string,
  ) {}

  static async before(target: string, prefix: string): Promise<Proxy> {
    const made: { proxy?: Proxy } = {};
    const server = createServer((incoming, outgoing) => {
      const path = incoming.url ?? "";
      made.proxy?.asked.push({ path, headers: incoming.headers });
      if (made.proxy?.down === true || !path.startsWith(prefix)) {
        outgoing.destroy();
        return;
      }
      const forwarded = request(`${target}${path.slice(prefix.length)}`, { method: incoming.method, headers: incoming.headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on("error", () => outgoing.destroy());
      });
      forwarded.on("error", () => outgoing.destroy());
      outgoing.on("close", () => forwarded.destroy());
      incoming.pipe(forwarded);
    });
    server.on("connection", (socket) => {
      made.proxy?.sockets.add(socket);
      socket.on("close", () => made.proxy?.sockets.delete(socket));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    made.proxy = new Proxy(server, `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}${prefix}`);
    return made.proxy;
  }

  /** Cuts all connections, and refuses new ones until it is mended. */
  cut(): void {
    this.down = true;
    for (const socket of this.sockets) {
      socket.destroy();
    }
  }

  mend(): void {
    this.down = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }
}
