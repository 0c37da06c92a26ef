/**
 * What a micro-stack is: a project with one owner and one reason to change, instantiated once for each of its targets.
 * A stack is a page that wires components together; what it hands on are its outputs, typed, and read by `context.read`.
 */
import * as aws from "@pulumi/aws/provider";
import * as pulumi from "@pulumi/pulumi";
import {
  accounts, environments, homeRegion, regionNames,
  type AccountName, type Environment, type Region, type Team,
} from "./inventory";
import { nameOf, product, roleArn, tagsOf, type DataClass, type Tags } from "./naming";

/** A stack reads from its own layer or from those before it, never from one after it. */
export const layers = ["access", "network", "cluster", "platform", "data", "app", "finops"] as const;
export type Layer = (typeof layers)[number];

export interface Target {
  /** The Pulumi stack's name within its project. */
  readonly stack: string;
  readonly account: AccountName;
  readonly region: Region;
  /** What the bill calls the environment. */
  readonly environment: string;
}
export interface EnvironmentTarget extends Target {
  readonly of: Environment;
}

export type Outputs = Readonly<Record<string, pulumi.Input<unknown>>>;
export type Read<O> = { readonly [K in keyof O]: pulumi.Output<pulumi.Unwrap<O[K]>> };

export interface StackDefinition<T extends Target = Target, O extends Outputs = Outputs> {
  readonly layer: Layer;
  /** The Pulumi project, and the folder below the layer's. */
  readonly project: string;
  readonly owner: Team;
  readonly dataClass: DataClass;
  /** The one reason to change. */
  readonly changesWhen: string;
  readonly targets: readonly T[];
  /** Stacks that are made and removed with what they are for; their names are not known beforehand. */
  readonly ephemeral?: { readonly stack: RegExp; target(stack: string): T };
  build(context: Context<T>): O;
}

/** A definition in the company of others: its targets are known to fit its own build, and nobody else has to know them. */
export interface AnyStack extends Omit<StackDefinition, "build"> {
  deploy(stack: string): Outputs;
}

export interface Context<T extends Target> {
  readonly target: T;
  readonly accountId: string;
  readonly tags: Tags;
  /** `spillway-<stack>-<what>` */
  name(...what: string[]): string;
  /** Parent, provider and tags of everything in the stack's own region. */
  readonly here: pulumi.ComponentResourceOptions;
  /** The same in another region, or in another account. */
  in(region: Region, account?: AccountName): pulumi.ComponentResourceOptions;
  read<U extends Target, P extends Outputs>(definition: StackDefinition<U, P>, stack: string): Read<P>;
}

/** The role that a deployment takes in the account that it changes; access/github-oidc makes it. */
export const deployRole = nameOf("deploy");

class Root extends pulumi.ComponentResource {
  constructor(project: string, where: string, tags: Tags, providers: pulumi.ProviderResource[]) {
    super(`${product}:stack:${project}`, where, {}, {
      providers,
      // A resource class that has tags says so by listing tagsAll among its outputs.
      transformations: [
        ({ props, opts }) =>
          "tagsAll" in props ? { props: { ...props, tags: { ...tags, ...(props["tags"] as object | undefined) } }, opts } : undefined,
      ],
    });
  }
}

export function defineStack<T extends Target, O extends Outputs>(definition: StackDefinition<T, O>): StackDefinition<T, O> & AnyStack {
  return {
    ...definition,
    deploy(stack) {
      const target = definition.targets.find((candidate) => candidate.stack === stack)
        ?? (definition.ephemeral?.stack.test(stack) ? definition.ephemeral.target(stack) : undefined);
      if (!target) throw new Error(`${definition.project} has no stack ${stack}; its stacks: ${definition.targets.map((t) => t.stack).join(", ")}`);
      return definition.build(contextOf(definition, target));
    },
  };
}

function contextOf<T extends Target, O extends Outputs>(definition: StackDefinition<T, O>, target: T): Context<T> {
  const tags = tagsOf({
    environment: target.environment,
    service: definition.project,
    team: definition.owner,
    stack: `${definition.layer}/${definition.project}/${target.stack}`,
    dataClass: definition.dataClass,
  });
  const roots = new Map<string, Root>();
  const root = (region: Region, account: AccountName): Root => {
    const where = `${account}-${region}`;
    const known = roots.get(where);
    if (known) return known;
    const provider = new aws.Provider(where, {
      region,
      allowedAccountIds: [accounts[account]],
      assumeRoles: [{ roleArn: roleArn(account, deployRole) }],
    });
    const made = new Root(definition.project, where, tags, [provider]);
    roots.set(where, made);
    return made;
  };
  const references = new Map<string, pulumi.StackReference>();
  return {
    target,
    accountId: accounts[target.account],
    tags,
    name: (...what) => nameOf(target.stack, ...what),
    here: { parent: root(target.region, target.account) },
    in: (region, account = target.account) => ({ parent: root(region, account) }),
    read<U extends Target, P extends Outputs>(from: StackDefinition<U, P>, stack: string): Read<P> {
      const name = `${pulumi.getOrganization()}/${from.project}/${stack}`;
      let reference = references.get(name);
      if (!reference) references.set(name, (reference = new pulumi.StackReference(name)));
      const known = reference;
      return new Proxy({} as Read<P>, { get: (_, key) => known.requireOutput(String(key)) });
    },
  };
}

// The usual sets of targets.

export function eachEnvironment(where: (environment: Environment) => boolean = () => true): EnvironmentTarget[] {
  return environments.filter(where).map((of) => ({ stack: of.name, account: of.account, region: of.region, environment: of.standbyOf ?? of.name, of }));
}

export function eachRegion(account: AccountName): Target[] {
  return regionNames.map((region) => ({ stack: region, account, region, environment: account }));
}

/** Where there is something to guard: every account in each region in which it has a network. */
export function eachAccountAndRegion(): Target[] {
  const places = new Map(eachEnvironment().map(({ account, region }) => [`${account}-${region}`, { account, region }]));
  return [...places].map(([stack, { account, region }]) => ({ stack, account, region, environment: account }));
}

export function eachAccount(): Target[] {
  return (Object.keys(accounts) as AccountName[]).map((account) => ({ stack: account, account, region: homeRegion, environment: account }));
}

export function once(account: AccountName, region: Region): Target[] {
  return [{ stack: "global", account, region, environment: account }];
}
