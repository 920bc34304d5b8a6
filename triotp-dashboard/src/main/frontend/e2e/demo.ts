import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";

/**
 * The application to look at (ObserverDemo), in a JVM of its own. `OBSERVER_JAVA` and `OBSERVER_CLASSPATH` say how to start it.
 */
export class Demo {
  private constructor(
    private readonly jvm: ChildProcess,
    readonly port: number,
    readonly managementPort: number,
    private readonly path: string,
  ) {}

  static async start(...args: string[]): Promise<Demo> {
    const port = Number(value(args, "--server.port") ?? (await freePort()));
    const separate = args.includes("--separate-port");
    const managementPort = separate ? await freePort() : port;
    const base = value(args, "--management.endpoints.web.base-path") ?? "/actuator";
    const context = value(args, "--server.servlet.context-path") ?? "";
    const jvm = spawn(
      process.env["OBSERVER_JAVA"] ?? "java",
      [
        "-XX:TieredStopAtLevel=1",
        "-Xmx700m",
        "-cp",
        process.env["OBSERVER_CLASSPATH"] ?? "",
        "io.triotp.dashboard.demo.ObserverDemo",
        `--server.port=${port}`,
        "--server.address=127.0.0.1",
        "--management.endpoints.web.exposure.include=triotp,health",
        ...(separate ? [`--management.server.port=${managementPort}`] : []),
        ...args.filter((each) => each !== "--separate-port" && !each.startsWith("--server.port=")),
      ],
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    const output: string[] = [];
    const ready = new Promise<void>((resolve, reject) => {
      const read = (data: Buffer) => {
        output.push(data.toString());
        if (output.join("").includes("Started ObserverDemo")) {
          resolve();
        }
      };
      jvm.stdout!.on("data", read);
      jvm.stderr!.on("data", read);
      jvm.on("exit", (code) => reject(new Error(`The application ended with ${code}:\n${output.join("").slice(-4000)}`)));
    });
    await ready;
    return new Demo(jvm, port, managementPort, `${separate ? "" : context}${base === "/" ? "" : base}/triotp`);
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.managementPort}${this.path}`;
  }

  get page(): string {
    return `${this.endpoint}/ui/`;
  }

  /** Makes trouble. */
  async trouble(what: string): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.port}/demo/${what}`, { method: "POST" });
    if (!response.ok) {
      throw new Error(`${what}: ${response.status} ${await response.text()}`);
    }
  }

  async stop(): Promise<void> {
    if (this.jvm.exitCode === null) {
      this.jvm.kill("SIGKILL");
      await once(this.jvm, "exit");
    }
  }
}

function value(args: readonly string[], name: string): string | undefined {
  return args.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
