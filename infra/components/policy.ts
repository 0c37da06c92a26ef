/** IAM policies as typed values. A statement cannot be written without its resources, and none may be forgotten. */
import * as pulumi from "@pulumi/pulumi";

export interface Statement {
  readonly actions: readonly string[];
  readonly resources: readonly pulumi.Input<string>[];
  readonly when?: Readonly<Record<string, Readonly<Record<string, pulumi.Input<string> | readonly pulumi.Input<string>[]>>>>;
}

/** A policy that is attached to a role: what it may do, on what, when. */
export function policy(...statements: Statement[]): pulumi.Output<string> {
  return document(statements.map(({ actions, resources, when }) => ({ Effect: "Allow", Action: actions, Resource: resources, Condition: when })));
}

export interface ResourceStatement extends Statement {
  /** Who: `{ Service: "…" }`, `{ AWS: [arn…] }`, or everybody in the organization, which only conditions can mean. */
  readonly principal: { Service: string | string[] } | { AWS: pulumi.Input<string> | pulumi.Input<string>[] } | { Federated: pulumi.Input<string> } | "*";
  readonly effect?: "Allow" | "Deny";
}

/** A policy that hangs on a resource: a key, a bucket, a queue. */
export function resourcePolicy(...statements: ResourceStatement[]): pulumi.Output<string> {
  return document(statements.map(({ principal, effect, actions, resources, when }) => ({
    Effect: effect ?? "Allow", Principal: principal, Action: actions, ...(resources.length > 0 ? { Resource: resources } : {}), Condition: when,
  })));
}

/** Who may take a role: a service of AWS, for the sake of this account alone where the service says for whom it acts. */
export function trustService(service: string, when?: Statement["when"]): pulumi.Output<string> {
  return document([{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole", Condition: when }]);
}

/** EKS Pod Identity hands a role to the pods of one service account; it tags the session, so both actions are needed. */
export function trustPods(clusterName: pulumi.Input<string>, accountId: string): pulumi.Output<string> {
  return document([{
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:RequestTag/eks-cluster-name": clusterName } },
  }]);
}

export function trustFederated(provider: pulumi.Input<string>, when: NonNullable<Statement["when"]>): pulumi.Output<string> {
  return document([{ Effect: "Allow", Principal: { Federated: provider }, Action: "sts:AssumeRoleWithWebIdentity", Condition: when }]);
}

export function trustAccounts(arns: readonly pulumi.Input<string>[]): pulumi.Output<string> {
  return document([{ Effect: "Allow", Principal: { AWS: arns }, Action: ["sts:AssumeRole", "sts:TagSession"] }]);
}

function document(statements: readonly object[]): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements });
}
