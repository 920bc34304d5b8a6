import type { ActionName, Crashes, Done, Events, Incident, Incidents, Process, Processes, Summary, Tree } from "./contract";

export type Parameters = Record<string, string | number | undefined>;

/** Why there is no answer. `status` 0: nobody answered at all. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }

  /** Whoever asked has to log in (again), or may not see this. */
  get signedOut(): boolean {
    return this.status === 401;
  }

  get forbidden(): boolean {
    return this.status === 403;
  }

  get gone(): boolean {
    return this.status === 404 || this.status === 409;
  }
}

const PATIENCE_MS = 10_000;

/**
 * The endpoint the page belongs to. All addresses are relative to the page, so that it works at any path, port and prefix.
 */
export class Endpoint {
  constructor(
    private readonly root: string,
    private readonly token: () => string | undefined = () => undefined,
  ) {}

  /** The page is at `{endpoint}/ui/`. */
  static ofPage(page: string): Endpoint {
    return new Endpoint(new URL("..", page).href.replace(/\/$/, ""), () => xsrfToken(document.cookie));
  }

  address(path: string, parameters: Parameters = {}): string {
    const query = Object.entries(parameters)
      .filter(([, value]) => value !== undefined && value !== "")
      .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
      .join("&");
    return this.root + (path === "" ? "" : `/${path}`) + (query === "" ? "" : `?${query}`);
  }

  summary(signal?: AbortSignal): Promise<Summary> {
    return this.get<Summary>("", {}, signal);
  }

  tree(parameters: Parameters, signal?: AbortSignal): Promise<Tree> {
    return this.get<Tree>("tree", parameters, signal);
  }

  processes(parameters: Parameters, signal?: AbortSignal): Promise<Processes> {
    return this.get<Processes>("processes", parameters, signal);
  }

  events(parameters: Parameters, signal?: AbortSignal): Promise<Events> {
    return this.get<Events>("events", parameters, signal);
  }

  crashes(signal?: AbortSignal): Promise<Crashes> {
    return this.get<Crashes>("crashes", {}, signal);
  }

  incidents(signal?: AbortSignal): Promise<Incidents> {
    return this.get<Incidents>("incidents", {}, signal);
  }

  incident(id: string, signal?: AbortSignal): Promise<Incident> {
    return this.get<Incident>(`incidents/${encodeURIComponent(id)}`, {}, signal);
  }

  process(id: string, include: string | undefined, signal?: AbortSignal): Promise<Process> {
    return this.get<Process>(`processes/${encodeURIComponent(id)}`, { include }, signal);
  }

  place(path: string, include: string | undefined, signal?: AbortSignal): Promise<Process> {
    return this.get<Process>("place", { path, include }, signal);
  }

  async act(id: string, action: ActionName, reason: string): Promise<Done> {
    const token = this.token();
    const response = await this.fetch(this.address(`processes/${encodeURIComponent(id)}`), {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        ...(token === undefined ? {} : { "X-XSRF-TOKEN": token }),
      },
      body: JSON.stringify(reason === "" ? { action } : { action, reason }),
    });
    return (await response.json()) as Done;
  }

  private async get<T>(path: string, parameters: Parameters, signal?: AbortSignal): Promise<T> {
    const response = await this.fetch(this.address(path, parameters), {
      headers: { Accept: "application/json" },
      ...(signal === undefined ? {} : { signal }),
    });
    return (await response.json()) as T;
  }

  private async fetch(address: string, request: RequestInit): Promise<Response> {
    const limit = AbortSignal.timeout(PATIENCE_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit;
    let response: Response;
    try {
      response = await fetch(address, { ...request, signal, credentials: "same-origin", redirect: "manual", cache: "no-store" });
    } catch (problem) {
      if (request.signal?.aborted) {
        throw problem;
      }
      throw new Refusal(0, limit.aborted ? "No answer within 10 seconds" : "Nobody answers at this address");
    }
    if (response.type === "opaqueredirect") {
      throw new Refusal(401, "Signed out: the answer leads to another page");
    }
    if (!response.ok) {
      throw new Refusal(response.status, await why(response));
    }
    if (!(response.headers.get("Content-Type") ?? "").includes("json")) {
      throw new Refusal(401, "Signed out: the answer is a page, not data");
    }
    return response;
  }
}

/** The token of Spring Security's `csrf.spa()`, which it gives to pages in a cookie. */
export function xsrfToken(cookies: string): string | undefined {
  const found = cookies
    .split(";")
    .map((each) => each.trim())
    .find((each) => each.startsWith("XSRF-TOKEN="));
  return found === undefined ? undefined : decodeURIComponent(found.slice("XSRF-TOKEN=".length));
}

async function why(response: Response): Promise<string> {
  const words: Record<number, string> = {
    401: "Signed out: log in again",
    403: "Not allowed to you",
    404: "There is nothing like that",
    405: "Actions are switched off (management.endpoint.triotp.access)",
    503: "The server takes no more at the moment",
  };
  try {
    const body = (await response.json()) as { message?: unknown };
    if (typeof body.message === "string" && body.message !== "" && body.message !== "No message available") {
      return body.message;
    }
  } catch {
    // Not every refusal is ours.
  }
  return words[response.status] ?? `Refused with status ${response.status}`;
}
