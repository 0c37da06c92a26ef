/** One stack's run as an expectation looks at it. */
import { strict as assert } from "node:assert";
import { environments, type Environment } from "../estate/inventory";
import type { Target } from "../estate/stack";
import type { Resource, Run } from "../mocks/monitor";
import { at, statementsOf, type Statement, type Values } from "../policies/reading";

export class View {
  constructor(readonly run: Run, readonly target: Target) {}

  get stack(): string {
    return this.run.stack;
  }

  /** The environment that the stack is of; a stack of accounts or regions has none. */
  get of(): Environment {
    const found = environments.find(({ name }) => name === this.run.stack);
    assert.ok(found, `${this.run.stack} is no environment`);
    return found;
  }

  /** All of a kind, written as in Pulumi: `aws:ec2:Vpc`. */
  all(kind: string): readonly Resource[] {
    return this.run.resources.filter(({ type }) => type.replace(/\/[^:]*/, "") === kind);
  }

  one(kind: string, name?: string): Resource {
    const found = this.all(kind).filter((resource) => name === undefined || resource.name === name);
    assert.equal(found.length, 1, `${found.length} × ${kind}${name ? ` ${name}` : ""} where one belongs`);
    return found[0] as Resource;
  }

  count(kind: string, expected: number): void {
    assert.equal(this.all(kind).length, expected, `${kind}: ${this.all(kind).length} instead of ${expected}`);
  }

  /** That one resource of the kind has these inputs, each named by its path. */
  has(kind: string, expected: Values, name?: string): void {
    const { inputs } = this.one(kind, name);
    for (const [path, value] of Object.entries(expected)) {
      assert.deepEqual(at(inputs, path), value, `${kind}${name ? ` ${name}` : ""}: ${path} is ${JSON.stringify(at(inputs, path))} instead of ${JSON.stringify(value)}`);
    }
  }

  /** That there is a resource for each of these names. */
  names(kind: string, input: string, expected: readonly string[]): void {
    assert.deepEqual(this.all(kind).map(({ inputs }) => String(at(inputs, input))).sort(), [...expected].sort(), `${kind}: ${input}`);
  }

  output(key: string): unknown {
    return this.run.outputs[key];
  }

  statements(policyOf: string): Statement[] {
    return statementsOf(this.one("aws:iam:RolePolicy", policyOf).inputs["policy"]);
  }

  /** That a role may do exactly these actions, no more and no fewer. */
  may(policyOf: string, actions: readonly string[]): void {
    assert.deepEqual([...new Set(this.statements(policyOf).flatMap((statement) => statement.actions))].sort(), [...new Set(actions)].sort(), `what ${policyOf} may do`);
  }

  /** That the service account has the role of that name, and that the pods of no other can take it. */
  identity(name: string, serviceAccount: string, roleName: string): void {
    const [namespace, account] = serviceAccount.split("/");
    this.has("aws:eks:PodIdentityAssociation", { namespace, serviceAccount: account }, name);
    this.has("aws:iam:Role", { name: roleName }, name);
    const trust = statementsOf(this.one("aws:iam:Role", name).inputs["assumeRolePolicy"]);
    assert.deepEqual(trust.map(({ principals }) => principals), [["pods.eks.amazonaws.com"]]);
    assert.ok(at(trust[0]?.conditions, "StringEquals") !== undefined && "aws:RequestTag/eks-cluster-name" in (at(trust[0]?.conditions, "StringEquals") as object), "bound to its cluster");
    assert.equal(at(this.output("roles"), serviceAccount), this.one("aws:iam:Role", name).outputs["arn"]);
  }

  secret(name: string, expected: { path: string; keys: readonly string[]; copies?: readonly string[] }): void {
    this.has("aws:secretsmanager:Secret", { name: expected.path }, name);
    const value: unknown = JSON.parse(String(this.one("aws:secretsmanager:SecretVersion", name).inputs["secretString"]));
    assert.deepEqual(Object.keys(value as Values).sort(), [...expected.keys].sort(), `keys of ${expected.path}`);
    for (const [key, content] of Object.entries(value as Values)) assert.ok(content !== undefined && content !== "", `${expected.path} has nothing under ${key}`);
    const copies = (this.one("aws:secretsmanager:Secret", name).inputs["replicas"] ?? []) as { region: string }[];
    assert.deepEqual(copies.map(({ region }) => region), expected.copies ?? [], `copies of ${expected.path}`);
  }
}

export type Essentials = Readonly<Record<string, (stack: View) => void>>;
