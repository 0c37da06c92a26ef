/**
 * Stands in for Pulumi's engine: takes down every resource that a program registers, with the options that Pulumi's own
 * mocks do not pass on (parent, protection, provider), and answers with what AWS would have made up.
 */
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";
import { answerOf, callAnswer, type Values } from "./aws";

export interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly parent: string;
  readonly protect: boolean;
  /** Where its provider acts; absent for what has none: components and stack references. */
  readonly region?: string;
}

export interface Run {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly Resource[];
  readonly outputs: Values;
  /** Stacks that it read, as `project/stack`. */
  readonly reads: readonly string[];
}

export const organization = "spillway";

/** What `pulumi config` would hold: what is secret or nobody's but the account's. */
const configuration: Record<string, string> = {
  "database:ca": "-----BEGIN CERTIFICATE-----",
  "cockroach:certificates": JSON.stringify({ "ca.crt": "-----BEGIN CERTIFICATE-----" }),
  "cloudflare:accountId": "0123456789abcdef0123456789abcdef",
  "cloudflare:zoneId": "fedcba9876543210fedcba9876543210",
  "datadog:apiKey": "0123456789abcdef",
  "preview:createdAt": "2026-01-01T00:00:00Z",
};

interface Request {
  getType(): string;
  getName(): string;
  getParent(): string;
  getProtect?(): boolean;
  getProvider(): string;
  getObject(): unknown;
}
interface Response {
  getUrn(): string;
  getObject(): unknown;
}
type Callback = (error: unknown, response: Response | undefined) => void;
/** What the base class declares of the requests is `any`; this says what is used of them. */
interface Registrations {
  registerResource(request: Request, callback: Callback): Promise<void>;
}

class Recorder extends MockMonitor {
  readonly seen: Resource[] = [];
  private readonly regions = new Map<string, string>();

  constructor(stack: string, account: string, upstream: (name: string) => Values) {
    super({
      newResource: ({ type, name, inputs, provider }) =>
        type === "pulumi:pulumi:StackReference"
          ? { id: name, state: { name, outputs: upstream(name), secretOutputNames: [] } }
          : answerOf({ type, name, inputs: plain(inputs) as Values, stack, account, region: this.regionOf(provider) }),
      call: ({ token, inputs }) => callAnswer(token, plain(inputs) as Values),
    });
  }

  /** A provider is referred to as `urn::id`. */
  private regionOf(provider: string | undefined): string {
    return this.regions.get((provider ?? "").replace(/::[^:]*$/, "")) ?? "";
  }

  override async registerResource(request: Request, callback: Callback): Promise<void> {
    const base = MockMonitor.prototype as unknown as Registrations;
    await base.registerResource.call(this, request, (error, response) => {
      if (response) {
        const inputs = properties(request.getObject());
        const urn = response.getUrn();
        if (request.getType() === "pulumi:providers:aws") this.regions.set(urn, String(inputs["region"]));
        const region = this.regionOf(request.getProvider());
        this.seen.push({
          urn, type: request.getType(), name: request.getName(), inputs, outputs: properties(response.getObject()),
          parent: request.getParent(), protect: request.getProtect?.() ?? false, ...(region ? { region } : {}),
        });
      }
      callback(error, response);
    });
  }
}

function properties(struct: unknown): Values {
  return plain((pulumi.runtime.deserializeProperties as (struct: unknown) => unknown)(struct)) as Values;
}

/** Runs one program and gives what it registered. Programs share a process but no engine; they run one after another. */
export async function run(of: {
  project: string; stack: string; account: string; program: () => unknown; upstream: (stack: string) => Values | undefined;
}): Promise<Run> {
  const reads: string[] = [];
  const monitor = new Recorder(of.stack, of.account, (name) => {
    const read = name.split("/").slice(1).join("/");
    reads.push(read);
    const outputs = of.upstream(read);
    if (!outputs) throw new Error(`${of.project}/${of.stack} reads ${read}, which is not deployed before it`);
    return outputs;
  });
  // setMocks tells the runtime what the monitor understands; only then may another monitor take its place.
  await pulumi.runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, of.project, of.stack, false, organization);
  pulumi.runtime.setMockOptions(monitor, of.project, of.stack, false, organization);
  pulumi.runtime.setAllConfig(configuration);
  const outputs = await settled(of.program());
  await drained();
  return { project: of.project, stack: of.stack, resources: monitor.seen, outputs: outputs as Values, reads: [...new Set(reads)].sort() };
}

function settled(value: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const output = pulumi.output(value) as unknown as { promise(): Promise<unknown> };
    output.promise().then((known) => { resolve(plain(known)); }, reject);
  });
}

/** Registrations go on behind the program's back; Pulumi itself waits for them in the same way before it ends. */
function drained(): Promise<void> {
  return (pulumi.runtime as unknown as { waitForRPCs(): Promise<void> }).waitForRPCs();
}

const secretMark = "4dabf18193072939515e22adb298388d";

/** Secrets cross the wire in an envelope; the mocks look into it. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== "object") return value;
  const entries = value as Values;
  if (secretMark in entries) return plain(entries["value"]);
  return Object.fromEntries(Object.entries(entries).map(([key, inner]) => [key, plain(inner)]));
}
